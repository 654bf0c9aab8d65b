using System.Buffers.Binary;

namespace Thimble.Pictures;

/// <summary>The bytes of a picture's file, read from front to back; where they end early it is damage.</summary>
internal ref struct PictureBytes
{
    private readonly ReadOnlySpan<byte> _all;
    private int _at;

    /// <summary>Begins at the first byte.</summary>
    public PictureBytes(ReadOnlySpan<byte> all)
    {
        _all = all;
        _at = 0;
    }

    /// <summary>Where the next byte is.</summary>
    public readonly int Position => _at;

    /// <summary>What has not been read.</summary>
    public readonly ReadOnlySpan<byte> Rest => _all[_at..];

    /// <summary>The next bytes.</summary>
    /// <exception cref="PictureDamageException">There are not as many.</exception>
    public ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > _all.Length - _at)
            throw new PictureDamageException("the file ends early");
        _at += count;
        return _all.Slice(_at - count, count);
    }

    /// <summary>The next byte.</summary>
    public int Byte() => Take(1)[0];

    /// <summary>The next two bytes, the lower one first.</summary>
    public int Little16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    /// <summary>The next two bytes, the higher one first.</summary>
    public int Big16() => BinaryPrimitives.ReadUInt16BigEndian(Take(2));

    /// <summary>The next four bytes, the lowest one first.</summary>
    public uint Little32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));
}
