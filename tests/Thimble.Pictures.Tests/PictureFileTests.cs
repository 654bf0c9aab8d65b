using System.Buffers.Binary;
using System.Text;

namespace Thimble.Pictures.Tests;

/// <summary>What is read, and what is refused and how.</summary>
public sealed class PictureFileTests
{
    public static TheoryData<string, byte[]> Refused => new()
    {
        { "a: WebP is not read; convert it to PNG or JPEG", "RIFF1234WEBPVP8 "u8.ToArray() },
        { "a: TIFF is not read; convert it to PNG or JPEG", "II*\0\x8\0\0\0"u8.ToArray() },
        { "a: HEIC, AVIF or a film is not read; convert it to PNG or JPEG", [0, 0, 0, 24, .. "ftypheic"u8] },
        { "a: SVG is not read; convert it to PNG or JPEG", "<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"/>"u8.ToArray() },
        { "a: SVG is not read; convert it to PNG or JPEG", "<svg width='1'/>"u8.ToArray() },
        { "a: PDF is not read; convert it to PNG or JPEG", "%PDF-1.7"u8.ToArray() },
        { "a: not a picture but text; give a PNG, JPEG, BMP or GIF picture", "cats"u8.ToArray() },
        { "a: not a picture but an HTML page; its address gave a page in place of the file: fetch it again", "<!doctype html>"u8.ToArray() },
        { "a: not a known kind of picture; give a PNG, JPEG, BMP or GIF picture", [1, 2, 3, 200] },
        { "a: it is empty; give a PNG, JPEG, BMP or GIF picture", [] },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_is_no_picture_that_is_read_is_refused_by_name(string message, byte[] file) =>
        Assert.Equal(message, Assert.Throws<InvalidInputException>(() => PictureFile.Read(file, "a")).Message);

    [Theory]
    [InlineData("JPEG 4:2:0", 0xC0, 0xC3, "it is lossless, which is not read; save it as baseline or progressive")]
    [InlineData("JPEG 4:2:0", 0xC0, 0xC9, "it is coded arithmetically, which is not read")]
    [InlineData("JPEG 4:2:0", 0xC0, 0xC5, "it is hierarchical, which is not read")]
    public void Kinds_of_JPEG_that_are_not_read_are_refused_by_name(string name, int marker, int other, string problem)
    {
        byte[] file = [.. GoldenPicture.Of(name).File];
        file[Frame(file, (byte)marker) - 1] = (byte)other;

        IsRefused(file, $"a: not a sound JPEG picture: {problem}");
    }

    [Fact]
    public void Sizes_are_checked_before_anything_is_decoded()
    {
        byte[] jpeg = [.. GoldenPicture.Of("JPEG 4:2:0").File];
        int frame = Frame(jpeg, 0xC0);
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(frame + 3), 60_000);
        IsRefused(jpeg, "29×60000 pixels; at most 50,331,648 are read, and 32,768 a side: scale it down");
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(frame + 3), 30_000);
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(frame + 5), 1_500);
        IsRefused(jpeg, $"its header claims 1500×30000 pixels, more than {jpeg.Length} bytes can hold");
        byte[] gif = [.. GoldenPicture.Of("GIF").File];
        BinaryPrimitives.WriteUInt16LittleEndian(gif.AsSpan(6), 40_000);
        IsRefused(gif, "not a sound GIF picture: its header claims 40000×23 pixels; at most");
        byte[] bmp = [.. GoldenPicture.Of("BMP 24 bits").File];
        BinaryPrimitives.WriteInt32LittleEndian(bmp.AsSpan(22), int.MinValue);
        IsRefused(bmp, "not a sound BMP picture: its header claims 29×2147483648 pixels; at most");
        BinaryPrimitives.WriteInt32LittleEndian(bmp.AsSpan(22), 24);
        IsRefused(bmp, "for each of 24 rows");
    }

    [Fact]
    public void The_pixels_that_a_header_claims_are_known_before_anything_is_decoded()
    {
        Assert.All(GoldenPicture.All, golden => Assert.Equal((long)golden.Width * golden.Height, PictureFile.PixelsOf(golden.File)));
        Assert.Equal(0, PictureFile.PixelsOf("cats"u8));
        Assert.Equal(0, PictureFile.PixelsOf(GoldenPicture.Of("GIF").File.AsSpan(0, 20)));
    }

    [Fact]
    public void Bits_and_scans_that_are_not_read_are_refused_by_name()
    {
        byte[] deep = [.. GoldenPicture.Of("JPEG grey").File];
        deep[Frame(deep, 0xC0) + 2] = 12;
        IsRefused(deep, "it has 12 bits a sample, where 8 are read");
        byte[] odd = [.. GoldenPicture.Of("JPEG 4:4:4").File];
        odd[Frame(odd, 0xC0) + 9] = 0x31;
        IsRefused(odd, "its component 0 has 3×1 samples, where 1, 2 or 4 of each are read");
        byte[] packed = [.. GoldenPicture.Of("BMP 8 bits").File];
        packed[30] = 1;
        IsRefused(packed, "it is compressed (RLE), which is not read; save it uncompressed or as PNG");
    }

    [Fact]
    public void A_JPEG_without_its_end_is_read_and_noted_and_one_without_its_pixels_refused()
    {
        byte[] file = GoldenPicture.Of("JPEG 4:4:4").File;

        Picture picture = PictureFile.Read(file.AsSpan(0, file.Length - 2), "a");

        Assert.Equal(["its end is missing"], picture.Notes);
        Assert.True(picture.Rgb.SequenceEqual(PictureFile.Read(file, "a").Rgb));
        IsRefused(file[..^300], "a: not a sound JPEG picture: its compressed data is damaged");
        IsRefused(GoldenPicture.Of("GIF").File[..^200], "a: not a sound GIF picture: ");
    }

    [Fact]
    public void A_photograph_is_turned_and_that_is_noted() =>
        Assert.Equal(["turned upright, as its EXIF orientation says"], PictureFile.Read(GoldenPicture.Of("JPEG orientation 6").File, "a").Notes);

    [Fact]
    public void A_file_is_read_by_its_bytes_and_not_by_its_name()
    {
        string folder = Directory.CreateTempSubdirectory("thimble-pictures-").FullName;
        string path = Path.Combine(folder, "photo.png");
        File.WriteAllBytes(path, GoldenPicture.Of("JPEG grey").File);

        Assert.Equal(29, PictureFile.Read(path).Width);
        Assert.Contains("no such file; give the path of a PNG, JPEG, BMP or GIF picture", Assert.Throws<InvalidInputException>(() => PictureFile.Read(Path.Combine(folder, "b"))).Message, StringComparison.Ordinal);
        Assert.Contains("not a path", Assert.Throws<InvalidInputException>(() => PictureFile.Read("a\0b")).Message, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("a.png", true)]
    [InlineData("b/c.JPG", true)]
    [InlineData("c.jpeg", true)]
    [InlineData("d.gif", true)]
    [InlineData("e.bmp", true)]
    [InlineData("f.webp", false)]
    [InlineData("png", false)]
    [InlineData(".png.txt", false)]
    public void Names_of_pictures_are_known_by_their_ends(string path, bool isPicture) => Assert.Equal(isPicture, PictureFile.HasExtension(path));

    // Where the content of the frame begins: two bytes of length, the bits, height, width, components.
    private static int Frame(byte[] file, byte marker) => file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, marker]) + 2;

    private static void IsRefused(byte[] file, string part)
    {
        string message = Assert.Throws<InvalidInputException>(() => PictureFile.Read(file, "a")).Message;
        Assert.Contains(part, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
        Assert.StartsWith("a: ", message, StringComparison.Ordinal);
        Assert.True(Encoding.UTF8.GetByteCount(message) < 400, message);
    }
}
