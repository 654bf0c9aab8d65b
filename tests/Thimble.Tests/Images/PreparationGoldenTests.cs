using System.Text.Json;

namespace Thimble.Tests.Images;

/// <summary>Pictures are prepared as Pillow prepares them: tests/golden/make_preparations.py made the figures.</summary>
public sealed class PreparationGoldenTests(ITestOutputHelper output)
{
    private static readonly Lazy<JsonElement[]> Cases = new(
        () => [.. JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "golden", "preparations.json"))).RootElement.GetProperty("cases").EnumerateArray()]);

    [Theory]
    [InlineData("whole")]
    [InlineData("fit")]
    [InlineData("crop")]
    public void Is_within_one_level_of_Pillow(string kind)
    {
        JsonElement[] cases = [.. Cases.Value.Where(one => one.GetProperty("kind").GetString() == kind)];
        Assert.True(cases.Length >= 36);
        int pixels = 0;
        int off = 0;
        foreach (JsonElement one in cases)
        {
            byte[] expected = one.GetProperty("prepared").GetBytesFromBase64();
            byte[] actual = Prepare(one);
            Assert.Equal(expected.Length, actual.Length);
            for (int i = 0; i < expected.Length; i++)
            {
                int distance = Math.Abs(expected[i] - actual[i]);
                Assert.True(distance <= 1, $"{one.GetProperty("width")}×{one.GetProperty("height")} {one.GetProperty("options")}, number {i}: {actual[i]} and not {expected[i]}");
                off += distance;
                pixels++;
            }
        }

        output.WriteLine($"{kind}: {off} of {pixels} are one level off");
        // Pillow rounds between columns and rows: a few pixels differ, not most.
        Assert.InRange(off, 0, pixels / 5);
    }

    private static byte[] Prepare(JsonElement one)
    {
        byte[] pixels = one.GetProperty("pixels").GetBytesFromBase64();
        byte[] alpha = one.GetProperty("alpha").GetBytesFromBase64();
        (int width, int height) = (one.GetProperty("width").GetInt32(), one.GetProperty("height").GetInt32());
        Picture picture = pixels.Length == width * height
            ? new(width, height, pixels, alpha.Length > 0 ? alpha : null)
            : Picture.FromRgb(width, height, pixels, alpha.Length > 0 ? alpha : null);
        int[] input = [.. one.GetProperty("input").EnumerateArray().Select(number => number.GetInt32())];
        return Preparation(one).Prepare(picture, new(input[0], input[1], input[2]), "a").Pixels;
    }

    private static PicturePreparation Preparation(JsonElement one)
    {
        JsonElement options = one.GetProperty("options");
        T Option<T>(string key)
            where T : struct, Enum => options.TryGetProperty(key, out JsonElement word) ? Enum.Parse<T>(word.GetString()!, ignoreCase: true) : default;
        PictureGround background = Option<PictureGround>("background");
        return one.GetProperty("kind").GetString() switch
        {
            "fit" => PicturePreparation.Fit(Option<PictureBorder>("border"), background),
            "crop" => PicturePreparation.Crop(background),
            _ => new WholePreparation(background),
        };
    }
}
