using System.Buffers.Binary;
using System.IO.Compression;
using Thimble.Lab.Plots;

namespace Thimble.Lab.Tests.Plots;

/// <summary>Pictures are sound PNG files.</summary>
public class PngWriterTests
{
    [Fact]
    public void The_pixels_come_back()
    {
        byte[] pixels = [.. Enumerable.Range(0, 15).Select(index => (byte)(index * 17))];

        byte[] png = PngWriter.Grey(pixels, width: 5, height: 3);

        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], png[..8]);
        Assert.Equal("IHDR"u8.ToArray(), png[12..16]);
        Assert.Equal((5, 3, 8, 0), (Number(png, 16), Number(png, 20), png[24], png[25]));
        int length = Number(png, 33);
        using var unpacked = new MemoryStream();
        using (var inflate = new ZLibStream(new MemoryStream(png, 41, length), CompressionMode.Decompress))
            inflate.CopyTo(unpacked);
        Assert.Equal([0, .. pixels[..5], 0, .. pixels[5..10], 0, .. pixels[10..]], unpacked.ToArray());
        // The checksum of an empty IEND chunk is the same in every PNG file.
        Assert.Equal([0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82], png[^12..]);
    }

    [Fact]
    public void Colours_come_back()
    {
        byte[] pixels = [.. Enumerable.Range(0, 18).Select(index => (byte)(index * 14))];

        byte[] png = PngWriter.Colour(pixels, width: 2, height: 3);

        Assert.Equal((2, 3, 8, 2), (Number(png, 16), Number(png, 20), png[24], png[25]));
        using var unpacked = new MemoryStream();
        using (var inflate = new ZLibStream(new MemoryStream(png, 41, Number(png, 33)), CompressionMode.Decompress))
            inflate.CopyTo(unpacked);
        Assert.Equal([0, .. pixels[..6], 0, .. pixels[6..12], 0, .. pixels[12..]], unpacked.ToArray());
        Assert.Throws<ArgumentException>(() => PngWriter.Colour(pixels, width: 3, height: 3));
    }

    [Fact]
    public void Pixels_that_do_not_fit_the_size_are_refused() =>
        Assert.Throws<ArgumentException>(() => PngWriter.Grey(new byte[5], 2, 2));

    private static int Number(byte[] bytes, int offset) => BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(offset));
}
