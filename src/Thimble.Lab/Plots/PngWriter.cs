using System.Buffers.Binary;
using System.IO.Compression;

namespace Thimble.Lab.Plots;

/// <summary>Writes PNG files (ISO/IEC 15948) of grey or coloured pixels.</summary>
internal static class PngWriter
{
    private const byte GreyType = 0;
    private const byte ColourType = 2;

    /// <summary>A picture of 8-bit grey pixels.</summary>
    /// <param name="pixels">Row after row, 0 black to 255 white.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <exception cref="ArgumentException">The pixels are not as many as the size says.</exception>
    public static byte[] Grey(ReadOnlySpan<byte> pixels, int width, int height) => Write(pixels, width, height, GreyType, samples: 1);

    /// <summary>A picture of 8 bits each of red, green and blue.</summary>
    /// <param name="pixels">Row after row, the three of a pixel side by side.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <exception cref="ArgumentException">The bytes are not as many as the size says.</exception>
    public static byte[] Colour(ReadOnlySpan<byte> pixels, int width, int height) => Write(pixels, width, height, ColourType, samples: 3);

    private static byte[] Write(ReadOnlySpan<byte> pixels, int width, int height, byte type, int samples)
    {
        if (width < 1 || height < 1 || pixels.Length != width * height * samples)
            throw new ArgumentException($"{pixels.Length / samples} pixels are not {width}×{height}.", nameof(pixels));
        using var png = new MemoryStream();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8; // bits a sample
        header[9] = type; // what follows is 0: deflate, the usual filters, not interlaced
        WriteChunk(png, "IHDR"u8, header);
        WriteChunk(png, "IDAT"u8, Compressed(pixels, width * samples));
        WriteChunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static byte[] Compressed(ReadOnlySpan<byte> pixels, int rowLength)
    {
        using var packed = new MemoryStream();
        using (var deflate = new ZLibStream(packed, CompressionLevel.SmallestSize))
        {
            for (int start = 0; start < pixels.Length; start += rowLength)
            {
                deflate.WriteByte(0); // this row is not filtered
                deflate.Write(pixels.Slice(start, rowLength));
            }
        }

        return packed.ToArray();
    }

    /// <summary>Writes a chunk: its length, type, data and checksum.</summary>
    internal static void WriteChunk(MemoryStream png, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(type);
        png.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Of(type, data));
        png.Write(number);
    }
}
