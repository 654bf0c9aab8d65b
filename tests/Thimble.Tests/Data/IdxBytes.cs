using System.Buffers.Binary;
using System.IO.Compression;

namespace Thimble.Tests.Data;

/// <summary>The bytes of IDX files, sound or not.</summary>
internal static class IdxBytes
{
    public static byte[] Images(int count, int height, int width, Func<int, byte>? pixel = null) =>
        File(2051, [(uint)count, (uint)height, (uint)width], count * height * width, pixel ?? (i => (byte)(i * 37)));

    public static byte[] Labels(int count, Func<int, byte>? label = null) =>
        File(2049, [(uint)count], count, label ?? (i => (byte)(i % 3)));

    public static byte[] File(int magic, uint[] sizes, int valueCount, Func<int, byte> value)
    {
        byte[] bytes = new byte[4 + (4 * sizes.Length) + valueCount];
        BinaryPrimitives.WriteInt32BigEndian(bytes, magic);
        for (int i = 0; i < sizes.Length; i++)
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4 + (4 * i)), sizes[i]);
        for (int i = 0; i < valueCount; i++)
            bytes[bytes.Length - valueCount + i] = value(i);
        return bytes;
    }

    public static byte[] Compressed(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return packed.ToArray();
    }
}
