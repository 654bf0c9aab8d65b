using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Thimble.Tests.Images;

/// <summary>PNG files of every kind, made from samples and broken at will.</summary>
internal static class PngBytes
{
    private static readonly (int Left, int Top, int StepX, int StepY)[] Adam7 =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    /// <summary>A whole file.</summary>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="depth">Bits of a sample.</param>
    /// <param name="colour">The colour type's number.</param>
    /// <param name="samples">The samples of a pixel.</param>
    /// <param name="filter">The filter of every row; null for each in turn.</param>
    /// <param name="isInterlaced">Whether in seven passes.</param>
    /// <param name="between">Chunks between header and data.</param>
    public static byte[] File(
        int width, int height, int depth, int colour, Func<int, int, int[]> samples, int? filter = null,
        bool isInterlaced = false, params (string Type, byte[] Content)[] between) =>
    [
        .. PngChunks.Signature,
        .. Chunk("IHDR", Header(width, height, depth, colour, isInterlaced)),
        .. between.SelectMany(chunk => Chunk(chunk.Type, chunk.Content)),
        .. Chunk("IDAT", Compressed(Rows(width, height, depth, samples, filter, isInterlaced))),
        .. Chunk("IEND", []),
    ];

    /// <summary>An 8-bit grey file.</summary>
    public static byte[] Grey(int width, int height, Func<int, int, int> pixel) =>
        File(width, height, 8, 0, (x, y) => [pixel(x, y)], filter: 0);

    public static byte[] Header(int width, int height, int depth, int colour, bool isInterlaced = false) =>
        [.. BigEndian(width), .. BigEndian(height), (byte)depth, (byte)colour, 0, 0, (byte)(isInterlaced ? 1 : 0)];

    public static byte[] Chunk(string type, byte[] content)
    {
        byte[] typed = [.. Encoding.ASCII.GetBytes(type), .. content];
        return [.. BigEndian(content.Length), .. typed, .. BigEndian((int)Remainder(typed))];
    }

    public static byte[] Compressed(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var deflate = new ZLibStream(packed, CompressionLevel.Optimal))
            deflate.Write(bytes);
        return packed.ToArray();
    }

    public static byte[] BigEndian(int number)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }

    private static byte[] Rows(int width, int height, int depth, Func<int, int, int[]> samples, int? filter, bool isInterlaced)
    {
        var bytes = new List<byte>();
        foreach ((int left, int top, int stepX, int stepY) in isInterlaced ? Adam7 : [(0, 0, 1, 1)])
        {
            byte[]? above = null;
            for (int y = top; y < height && left < width; y += stepY)
            {
                int[] row = [.. Enumerable.Range(0, width).Where(x => x >= left && (x - left) % stepX == 0).SelectMany(x => samples(x, y))];
                byte[] packed = Pack(row, depth);
                int distance = Math.Max(1, samples(0, 0).Length * depth / 8);
                int number = filter ?? y / stepY % 5;
                bytes.Add((byte)number);
                bytes.AddRange(Filtered(packed, above ?? new byte[packed.Length], distance, number));
                above = packed;
            }
        }

        return [.. bytes];
    }

    private static byte[] Pack(int[] samples, int depth)
    {
        byte[] bytes = new byte[((samples.Length * depth) + 7) / 8];
        for (int i = 0; i < samples.Length; i++)
        {
            for (int bit = 0; bit < depth; bit++)
            {
                int at = (i * depth) + bit;
                bytes[at / 8] |= (byte)(((samples[i] >> (depth - 1 - bit)) & 1) << (7 - (at % 8)));
            }
        }

        return bytes;
    }

    private static byte[] Filtered(byte[] row, byte[] above, int distance, int filter) =>
    [
        .. row.Select((value, i) =>
        {
            int left = i < distance ? 0 : row[i - distance];
            int corner = i < distance ? 0 : above[i - distance];
            int estimate = left + above[i] - corner;
            int nearest = new[] { left, above[i], corner }.MinBy(neighbour => Math.Abs(estimate - neighbour));
            return (byte)(value - filter switch { 1 => left, 2 => above[i], 3 => (left + above[i]) / 2, 4 => nearest, _ => 0 });
        }),
    ];

    private static uint Remainder(byte[] bytes)
    {
        uint remainder = uint.MaxValue;
        foreach (byte value in bytes)
        {
            remainder ^= value;
            for (int bit = 0; bit < 8; bit++)
                remainder = (remainder >> 1) ^ ((remainder & 1) * 0xEDB88320);
        }

        return ~remainder;
    }
}
