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

    /// <summary>Unsigned bytes in four dimensions: images with channels, which are last or second.</summary>
    public const int ChannelImagesMagic = 0x0804;

    /// <summary>Unsigned bytes in one dimension.</summary>
    public const int LabelsMagic = 0x0801;

    /// <summary>Numbers of 32 bits in two dimensions: QMNIST's labels.</summary>
    public const int WideLabelsMagic = 0x0C02;

    /// <summary>Bytes of one of QMNIST's labels.</summary>
    public const int WideLabelBytes = 8 * sizeof(int);

    /// <summary>Channels of an image.</summary>
    public int Channels { get; private init; } = 1;

    /// <summary>Bytes before the first image or label.</summary>
    public int HeaderBytes { get; private init; }

    /// <summary>Whether it is labels as QMNIST has them.</summary>
    public bool IsWide { get; private init; }

    /// <summary>Reads the header of images or labels; null if the bytes are not one.</summary>
    /// <param name="start">The first uncompressed bytes of a file.</param>
    public static IdxHeader? Of(ReadOnlySpan<byte> start)
    {
        if (start.Length < 8)
            return null;
        uint count = BinaryPrimitives.ReadUInt32BigEndian(start[4..]);
        return BinaryPrimitives.ReadInt32BigEndian(start) switch
        {
            ImagesMagic when start.Length >= 16 => new(true, count, BinaryPrimitives.ReadUInt32BigEndian(start[8..]), BinaryPrimitives.ReadUInt32BigEndian(start[12..])) { HeaderBytes = 16 },
            ChannelImagesMagic when start.Length >= 20 && LayoutOf(start) is { } layout =>
                new(true, count, (uint)layout.Image.Height, (uint)layout.Image.Width) { Channels = layout.Image.Channels, HeaderBytes = 20 },
            LabelsMagic => new(false, count, 1, 1) { HeaderBytes = 8 },
            WideLabelsMagic => new(false, count, 1, 1) { IsWide = true, HeaderBytes = 12 },
            _ => null,
        };
    }

    /// <summary>How the images after a header are stored; null for sizes that are not those of images, or too large to count.</summary>
    /// <param name="header">The header of images, up to its last size at least.</param>
    public static ImageLayout? LayoutOf(ReadOnlySpan<byte> header)
    {
        Span<int> sizes = stackalloc int[header[3]];
        for (int i = 0; i < sizes.Length; i++)
            sizes[i] = BinaryPrimitives.ReadInt32BigEndian(header[(4 * (i + 1))..]);
        return sizes.ContainsAnyInRange(int.MinValue, 0) ? null : ImageLayout.Of(sizes);
    }

    /// <summary>The length that the uncompressed file has.</summary>
    public long Length => HeaderBytes + ((long)Count * (IsWide ? WideLabelBytes : Channels * Height * Width));

    /// <inheritdoc/>
    public override string ToString() => HoldsImages ? $"{Count:N0} images of {Height}×{Width}{(Channels > 1 ? " in colour" : "")}" : $"{Count:N0} labels";
}
