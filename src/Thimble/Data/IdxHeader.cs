using System.Buffers.Binary;

namespace Thimble;

/// <summary>What an IDX file says of itself in its first bytes.</summary>
/// <param name="HoldsImages">Whether it holds images; labels otherwise.</param>
/// <param name="Count">The number of images or labels that it claims.</param>
/// <param name="Height">Rows of an image; 1 for labels.</param>
/// <param name="Width">Columns of an image; 1 for labels.</param>
internal sealed record IdxHeader(bool HoldsImages, uint Count, uint Height, uint Width)
{
    /// <summary>Unsigned bytes in three dimensions.</summary>
    public const int ImagesMagic = 0x0803;

    /// <summary>Unsigned bytes in one dimension.</summary>
    public const int LabelsMagic = 0x0801;

    /// <summary>Numbers of 32 bits in two dimensions: QMNIST's labels.</summary>
    public const int WideLabelsMagic = 0x0C02;

    /// <summary>Bytes of one of QMNIST's labels.</summary>
    public const int WideLabelBytes = 8 * sizeof(int);

    /// <summary>Reads the header of images or labels; null if the bytes are none.</summary>
    /// <param name="start">The first uncompressed bytes of a file.</param>
    public static IdxHeader? Of(ReadOnlySpan<byte> start)
    {
        if (start.Length < 8)
            return null;
        uint count = BinaryPrimitives.ReadUInt32BigEndian(start[4..]);
        return BinaryPrimitives.ReadInt32BigEndian(start) switch
        {
            ImagesMagic when start.Length >= 16 => new(true, count, BinaryPrimitives.ReadUInt32BigEndian(start[8..]), BinaryPrimitives.ReadUInt32BigEndian(start[12..])),
            LabelsMagic or WideLabelsMagic => new(false, count, 1, 1),
            _ => null,
        };
    }

    /// <summary>The length that the uncompressed file has, if it holds bytes.</summary>
    public long Length => (HoldsImages ? 16 : 8) + ((long)Count * Height * Width);

    /// <inheritdoc/>
    public override string ToString() => HoldsImages ? $"{Count:N0} images of {Height}×{Width}" : $"{Count:N0} labels";
}
