namespace Thimble.Pictures;

/// <summary>Reads another stream, and refuses to read more of it than is allowed: what is compressed may unpack to any length.</summary>
/// <param name="inner">What is read; it stays open.</param>
/// <param name="most">The most bytes.</param>
/// <param name="name">What it is, for messages.</param>
internal sealed class BoundedStream(Stream inner, long most, string name) : Stream
{
    private long _read;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position { get => _read; set => throw new NotSupportedException(); }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    /// <exception cref="InvalidInputException">There is more.</exception>
    public override int Read(Span<byte> buffer)
    {
        int read = inner.Read(buffer);
        _read += read;
        return _read <= most ? read : throw new InvalidInputException($"{name}: it unpacks to more than {most:N0} bytes; this is not one of the published archives: fetch it again");
    }

    /// <inheritdoc/>
    public override void Flush()
    {
        // Nothing is written.
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
