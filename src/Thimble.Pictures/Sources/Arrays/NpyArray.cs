using System.Buffers.Binary;

namespace Thimble.Pictures;

/// <summary>An array of whole numbers out of an .npz file.</summary>
/// <param name="Name">The array with its file, for messages.</param>
/// <param name="Header">Type and sizes.</param>
/// <param name="Bytes">Its numbers, in C order.</param>
internal sealed record NpyArray(string Name, NpyHeader Header, byte[] Bytes)
{
    private string SizesInWords => string.Join('×', Header.Sizes);

    /// <summary>The array as images.</summary>
    /// <exception cref="InvalidInputException">It does not hold bytes, or its sizes are not those of images.</exception>
    public (ImageLayout Layout, byte[] Pixels) ToImages()
    {
        if (Header.Type != "u1")
            throw new InvalidInputException($"{Name}: its numbers are of type {Header.Type}; pixels are wanted as uint8, 0 to 255: convert it with .astype(\"uint8\")");
        ImageLayout layout = ImageLayout.Of([.. Header.Sizes])
            ?? throw new InvalidInputException($"{Name}: its shape is {SizesInWords}; images are N×H×W, N×H×W×C or N×C×H×W with C 1 or 3: reshape it");
        return Math.Max(layout.Image.Height, layout.Image.Width) > IdxFile.MaximumSide
            ? throw new InvalidInputException($"{Name}: its images are {layout.Image.Height}×{layout.Image.Width}; height and width must be at most {IdxFile.MaximumSide}: scale the images down")
            : (layout, layout.ToPlanes(Bytes));
    }

    /// <summary>The array as labels: N, or N×1.</summary>
    /// <exception cref="InvalidInputException">It has other sizes, or a number is not a label.</exception>
    public byte[] ToLabels()
    {
        if (Header.Sizes is not ([_] or [_, 1]))
            throw new InvalidInputException($"{Name}: its shape is {SizesInWords}; labels are one whole number per image: if they are one-hot, take .argmax(axis=1)");
        byte[] labels = new byte[Header.Sizes[0]];
        for (int i = 0; i < labels.Length; i++)
        {
            decimal label = NumberAt(i);
            labels[i] = label is >= 0 and <= byte.MaxValue ? (byte)label : throw new InvalidInputException($"{Name}: label {i:N0} is {label}; labels are 0 to {byte.MaxValue}");
        }

        return labels;
    }

    private decimal NumberAt(int index)
    {
        Span<byte> number = stackalloc byte[sizeof(ulong)];
        int length = Header.NumberLength;
        ReadOnlySpan<byte> from = Bytes.AsSpan(index * length, length);
        bool isNegative = Header.Type[0] == 'i' && (Header.IsBigEndian ? from[0] : from[^1]) > 127;
        // Two's complement of fewer bytes is filled up with its sign.
        number.Fill(isNegative ? byte.MaxValue : (byte)0);
        from.CopyTo(number);
        if (Header.IsBigEndian)
            number[..length].Reverse();
        return Header.Type[0] == 'i' ? BinaryPrimitives.ReadInt64LittleEndian(number) : BinaryPrimitives.ReadUInt64LittleEndian(number);
    }
}
