namespace Thimble.Lab.Tests.Faults;

/// <summary>What happens at a change on disk.</summary>
public enum Fault
{
    /// <summary>That change fails, and those after it do not.</summary>
    Fails,

    /// <summary>The disk is full from there on: nothing can be made or written, but renamed and deleted.</summary>
    DiskIsFull,

    /// <summary>The process ends there: nothing is changed any more, and its files are closed by the system.</summary>
    ProcessEnds,
}

/// <summary>The end of a process, which nothing catches.</summary>
public sealed class ProcessEndedException : Exception;

/// <summary>A disk on which a fault happens at the n-th change; what is being written then is written by half.</summary>
/// <param name="fault">The fault.</param>
/// <param name="at">The change, from 1; 0 for none.</param>
internal sealed class FaultyFileSystem(Fault fault, int at) : FileSystem, IDisposable
{
    /// <summary>
    /// The changes to try a fault at: a few of them, other ones for each fault. <c>THIMBLE_FAULTS=all</c> tries every one.
    /// </summary>
    public static int Step { get; } = Environment.GetEnvironmentVariable("THIMBLE_FAULTS") == "all" ? 1 : 5;

    private readonly List<Stream> _open = [];
    private bool _hasEnded;

    /// <summary>The changes that were made or tried.</summary>
    public int Changes { get; private set; }

    /// <summary>Does work, and says whether it met the fault: with an error for people in one line, or the end of the process.</summary>
    public static bool IsMetBy(Fault fault, Action work)
    {
        try
        {
            work();
            return false;
        }
        catch (ProcessEndedException) when (fault == Fault.ProcessEnds)
        {
            return true;
        }
        catch (InvalidInputException error) when (fault != Fault.ProcessEnds)
        {
            Assert.Contains("No space left on device", error.Message);
            Assert.DoesNotContain('\n', error.Message);
            return true;
        }
    }

    /// <inheritdoc/>
    public override Stream Open(string path, FileMode mode, FileShare share = FileShare.None, FileOptions options = FileOptions.None)
    {
        if (IsAtFault(needsSpace: true))
            Break();
        Stream inner = base.Open(path, mode, share, options & ~FileOptions.DeleteOnClose);
        _open.Add(inner);
        return new FaultyStream(this, inner, options.HasFlag(FileOptions.DeleteOnClose) ? path : null);
    }

    /// <inheritdoc/>
    public override void Flush(Stream file)
    {
        if (IsAtFault(needsSpace: true))
            Break();
    }

    /// <inheritdoc/>
    public override void Move(string source, string destination)
    {
        if (IsAtFault(needsSpace: false))
            Break();
        base.Move(source, destination);
    }

    /// <inheritdoc/>
    public override void Replace(string source, string destination, string before)
    {
        if (IsAtFault(needsSpace: false))
            Break();
        base.Replace(source, destination, before);
    }

    /// <inheritdoc/>
    public override void Delete(string path)
    {
        if (IsAtFault(needsSpace: false))
            Break();
        base.Delete(path);
    }

    /// <inheritdoc/>
    public override void CreateDirectory(string path)
    {
        if (IsAtFault(needsSpace: true))
            Break();
        base.CreateDirectory(path);
    }

    /// <summary>Closes what is open, as the system does when a process ends.</summary>
    public void Dispose() => _open.ForEach(stream => stream.Dispose());

    private bool IsAtFault(bool needsSpace)
    {
        Changes++;
        return _hasEnded || Changes == at || (fault == Fault.DiskIsFull && at > 0 && Changes > at && needsSpace);
    }

    private void Break()
    {
        _hasEnded |= fault == Fault.ProcessEnds;
        throw _hasEnded ? new ProcessEndedException() : new IOException("No space left on device");
    }

    private sealed class FaultyStream(FaultyFileSystem files, Stream inner, string? deletedOnClose) : Stream
    {
        public override bool CanRead => inner.CanRead;

        public override bool CanSeek => inner.CanSeek;

        public override bool CanWrite => inner.CanWrite;

        public override long Length => inner.Length;

        public override long Position
        {
            get => inner.Position;
            set => inner.Position = value;
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

        public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

        public override void SetLength(long value)
        {
            if (files.IsAtFault(needsSpace: false))
                files.Break();
            inner.SetLength(value);
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (files.IsAtFault(needsSpace: true))
            {
                if (!files._hasEnded)
                    inner.Write(buffer[..(buffer.Length / 2)]);
                files.Break();
            }

            inner.Write(buffer);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                if (deletedOnClose is not null && !files._hasEnded)
                    File.Delete(deletedOnClose);
                inner.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
