using System.Buffers.Binary;
using System.IO.Compression;

namespace Thimble;

/// <summary>The rows of a PNG file, decompressed one at a time. What follows the last one is nobody's business: other readers do not look at it either.</summary>
internal sealed class PngRows : IDisposable
{
    private const int ZlibHeader = 2;

    private readonly PngHeader _header;
    private readonly MemoryStream _data;
    private readonly DeflateStream _inflated;
    private readonly bool _hasWrongDataChecksum;
    private byte[] _row;
    private byte[] _above;
    private int _length;
    private uint _sum = 1;
    private uint _sumOfSums;

    /// <summary>Begins to decompress.</summary>
    /// <exception cref="PngDamageException">The data is not compressed as the format says.</exception>
    public PngRows(PngChunks chunks)
    {
        _header = chunks.Header;
        _data = chunks.Data;
        _hasWrongDataChecksum = chunks.HasWrongDataChecksum;
        _row = new byte[1 + _header.BytesOf(_header.Width)];
        _above = new byte[_row.Length];
        // zlib's frame is ours to check: ZLibStream takes a wrong checksum after the last pixel for damage.
        int method = _data.ReadByte();
        int flags = _data.ReadByte();
        if ((method & 15) != 8 || method >> 4 > 7 || flags < 0 || ((method << 8) + flags) % 31 != 0 || (flags & 32) != 0)
            throw Damaged();
        _inflated = new(_data, CompressionMode.Decompress);
    }

    /// <summary>Begins a pass.</summary>
    public void Begin(int width)
    {
        _length = 1 + _header.BytesOf(width);
        _above.AsSpan().Clear();
    }

    /// <summary>The next row, with its filter undone; valid until the next call.</summary>
    /// <exception cref="PngDamageException">There is none, or it is damaged.</exception>
    public ReadOnlySpan<byte> Next()
    {
        try
        {
            if (_inflated.ReadAtLeast(_row.AsSpan(0, _length), _length, throwOnEndOfStream: false) < _length)
                throw new PngDamageException("its data ends early");
        }
        catch (Exception error) when (error is InvalidDataException or IOException)
        {
            throw Damaged();
        }

        Add(_row.AsSpan(0, _length));
        Span<byte> row = _row.AsSpan(1, _length - 1);
        PngFilter.Undo(_row[0], row, _above.AsSpan(1, _length - 1), _header.FilterDistance);
        (_row, _above) = (_above, _row);
        return row;
    }

    /// <summary>What is odd about the data, after the last row; a line each.</summary>
    /// <exception cref="PngDamageException">Both checksums of the data are wrong.</exception>
    public IReadOnlyList<string> End()
    {
        ReadOnlySpan<byte> end = _data.GetBuffer().AsSpan(0, (int)_data.Length);
        bool hasMore = HasMore();
        bool isChecked = !hasMore && end.Length >= ZlibHeader + 4 && BinaryPrimitives.ReadUInt32BigEndian(end[^4..]) == ((_sumOfSums << 16) | _sum);
        if (_hasWrongDataChecksum)
        {
            return isChecked
                ? ["the checksum of its IDAT chunk is wrong, but that of its pixels is right"]
                : throw new PngDamageException("the checksum of its IDAT chunk is wrong");
        }

        if (hasMore)
            return ["it has more data than its header claims; left out"];
        return isChecked ? [] : ["the checksum of its pixels is missing or wrong"];
    }

    /// <inheritdoc/>
    public void Dispose() => _inflated.Dispose();

    private bool HasMore()
    {
        try
        {
            return _inflated.ReadByte() >= 0;
        }
        catch (Exception error) when (error is InvalidDataException or IOException)
        {
            return false;
        }
    }

    /// <summary>Adler-32, the checksum of zlib (RFC 1950).</summary>
    private void Add(ReadOnlySpan<byte> bytes)
    {
        const int Base = 65521;
        const int Most = 5552; // the most bytes that cannot make the sums overflow
        for (; !bytes.IsEmpty; bytes = bytes[Math.Min(Most, bytes.Length)..])
        {
            foreach (byte value in bytes[..Math.Min(Most, bytes.Length)])
            {
                _sum += value;
                _sumOfSums += _sum;
            }

            _sum %= Base;
            _sumOfSums %= Base;
        }
    }

    private static PngDamageException Damaged() => new("its compressed data is damaged");
}
