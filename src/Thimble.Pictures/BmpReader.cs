using System.Buffers.Binary;
using System.Numerics;

namespace Thimble.Pictures;

/// <summary>Reads BMP files that are not compressed: 1 to 32 bits, with a palette or with masks, from below or from above.</summary>
internal static class BmpReader
{
    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="file">The bytes.</param>
    /// <exception cref="PictureDamageException">They are not a sound BMP file, or one that is not read.</exception>
    public static Picture Read(ReadOnlySpan<byte> file)
    {
        BmpHeader header = BmpHeader.Parse(file);
        byte[] rgb = new byte[3 * header.Width * header.Height];
        byte[]? alpha = header.Masks is [_, _, _, > 0] ? new byte[header.Width * header.Height] : null;
        for (int y = 0; y < header.Height; y++)
        {
            ReadOnlySpan<byte> row = file.Slice(header.PixelsAt + (y * header.RowBytes), header.RowBytes);
            int target = (header.IsFromTop ? y : header.Height - 1 - y) * header.Width;
            Span<byte> pixels = rgb.AsSpan(3 * target, 3 * header.Width);
            if (header.Bits <= 8)
                FromPalette(header, row, pixels);
            else if (header.Bits == 24)
                FromBytes(row, pixels);
            else
                FromMasks(header, row, pixels, alpha.AsSpan(alpha is null ? 0 : target));
        }

        return GreyOrColour.Of(header.Width, header.Height, rgb, alpha);
    }

    private static void FromPalette(BmpHeader header, ReadOnlySpan<byte> row, Span<byte> pixels)
    {
        int bits = header.Bits;
        int colours = header.Palette.Length / header.PaletteStep;
        for (int x = 0; x < header.Width; x++)
        {
            int bit = x * bits;
            int index = (row[bit >> 3] >> (8 - bits - (bit & 7))) & ((1 << bits) - 1);
            if (index >= colours)
                throw new PictureDamageException($"a pixel has colour {index} of a palette of {colours}");
            ReadOnlySpan<byte> colour = header.Palette.AsSpan(index * header.PaletteStep, 3);
            (pixels[3 * x], pixels[(3 * x) + 1], pixels[(3 * x) + 2]) = (colour[2], colour[1], colour[0]);
        }
    }

    private static void FromBytes(ReadOnlySpan<byte> row, Span<byte> pixels)
    {
        for (int i = 0; i + 2 < pixels.Length; i += 3)
            (pixels[i], pixels[i + 1], pixels[i + 2]) = (row[i + 2], row[i + 1], row[i]);
    }

    private static void FromMasks(BmpHeader header, ReadOnlySpan<byte> row, Span<byte> pixels, Span<byte> alpha)
    {
        int size = header.Bits / 8;
        for (int x = 0; x < header.Width; x++)
        {
            ReadOnlySpan<byte> bytes = row[(x * size)..];
            uint pixel = size == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            for (int i = 0; i < 3; i++)
                pixels[(3 * x) + i] = Level(pixel, header.Masks[i]);
            if (!alpha.IsEmpty)
                alpha[x] = Level(pixel, header.Masks[3]);
        }
    }

    private static byte Level(uint pixel, uint mask)
    {
        if (mask == 0)
            return 0;
        int shift = BitOperations.TrailingZeroCount(mask);
        return (byte)((ulong)((pixel & mask) >> shift) * 255 / (mask >> shift));
    }
}
