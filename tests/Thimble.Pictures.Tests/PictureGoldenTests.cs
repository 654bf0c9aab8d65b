namespace Thimble.Pictures.Tests;

/// <summary>Pictures of every format have the pixels that Pillow reads.</summary>
public sealed class PictureGoldenTests
{
    /// <summary>
    /// Cosine transforms in floating point and in whole numbers differ by 1, which colours make 2. Measured: 2 at most, 0.02 to 0.06 on average.
    /// </summary>
    private const int MostInJpeg = 2;

    public static TheoryData<string> Names => [.. GoldenPicture.All.Select(picture => picture.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Has_the_pixels_that_Pillow_reads(string name)
    {
        GoldenPicture golden = GoldenPicture.Of(name);

        Picture picture = PictureFile.Read(golden.File, name);

        Assert.Equal((golden.Width, golden.Height), (picture.Width, picture.Height));
        int sum = 0;
        for (int i = 0; i < golden.Rgb.Length; i++)
        {
            int distance = Math.Abs(golden.Rgb[i] - (picture.IsColour ? picture.Rgb[i] : picture.Grey[i / 3]));
            Assert.InRange(distance, 0, name.StartsWith("JPEG", StringComparison.Ordinal) ? MostInJpeg : 0);
            sum += distance;
        }

        Assert.InRange((double)sum / golden.Rgb.Length, 0, 0.1);
        byte[] opaque = [.. Enumerable.Repeat(byte.MaxValue, golden.Width * golden.Height)];
        Assert.Equal(golden.Alpha.Length == 0 ? opaque : golden.Alpha, picture.Alpha.IsEmpty ? opaque : picture.Alpha.ToArray());
    }

    [Theory]
    [InlineData("JPEG grey", false)]
    [InlineData("BMP 8 bits grey", false)]
    [InlineData("PNG grey 4", false)]
    [InlineData("GIF of two colours", false)]
    [InlineData("JPEG CMYK", true)]
    [InlineData("BMP 24 bits", true)]
    [InlineData("PNG palette 8", true)]
    [InlineData("GIF interlaced", true)]
    public void Is_grey_where_every_pixel_is(string name, bool isColour) =>
        Assert.Equal(isColour, PictureFile.Read(GoldenPicture.Of(name).File, name).IsColour);

    [Fact]
    public void The_grey_of_a_picture_in_colour_is_its_brightness()
    {
        Picture picture = PictureFile.Read(GoldenPicture.Of("PNG RGB 8").File, "a");

        // In 1/65536: 0.299 red, 0.587 green, 0.114 blue.
        for (int i = 0; i < picture.Grey.Length; i++)
            Assert.Equal(((picture.Rgb[3 * i] * 19595) + (picture.Rgb[(3 * i) + 1] * 38470) + (picture.Rgb[(3 * i) + 2] * 7471) + 32768) / 65536, picture.Grey[i]);
    }
}
