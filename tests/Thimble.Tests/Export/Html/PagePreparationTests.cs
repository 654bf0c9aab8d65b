using System.Text.Json.Nodes;
using Thimble.Export.C;
using Thimble.Export.Html;
using Thimble.Layers;
using Thimble.Tests.Images;

namespace Thimble.Tests.Export.Html;

/// <summary>A page makes of a picture what the library makes of it.</summary>
public sealed class PagePreparationTests : IDisposable
{
    private static readonly Shape Digit = new(1, 28, 28);

    private readonly PageScripts _scripts = new();

    public static TheoryData<string> Ways => [.. Drawings.Keys];

    private static Dictionary<string, Func<DrawnDigit, DrawnDigit>> Drawings { get; } = new(StringComparer.Ordinal)
    {
        ["on the page's board"] = digit => digit with { Width = 400, Height = 400, Size = 300, Pen = 27, Ink = 255, Paper = 0 },
        ["dark on light"] = digit => digit,
        ["thin"] = digit => digit with { Pen = 2, Width = 700, Height = 600, Size = 500, Left = 100 },
        ["thick"] = digit => digit with { Pen = 45, Width = 300 },
        ["tiny"] = digit => digit with { Width = 30, Height = 30, Size = 20, Left = 6, Top = 4, Pen = 2.2f },
        ["photographed, dusty, on a table"] = digit => digit with { Paper = 200, Ink = 60, Shade = 0.3f, Noise = 4, Dust = 30, Table = 14 },
        ["transparent"] = digit => digit with { IsTransparent = true },
    };

    public void Dispose() => _scripts.Dispose();

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_drawn_digit_is_prepared_as_in_the_library(string way)
    {
        (Picture Picture, PicturePreparation, Shape)[] pictures =
            [.. DrawnDigit.All.Where(digit => digit.Hand < 2).Select(digit => (Drawings[way](digit).Draw(), PicturePreparation.Digit, Digit))];

        AssertAlike(pictures);
    }

    [Fact]
    public void Nothing_is_found_on_an_empty_board()
    {
        WritePictures([(new Picture(400, 400, new byte[160_000]), PicturePreparation.Digit, Digit)]);

        Assert.Equal([0], _scripts.Run("prepare", PageFor(PicturePreparation.Digit, Digit), "pictures"));
    }

    [Theory]
    [InlineData(1, 28, 28)]
    [InlineData(3, 17, 24)]
    public void Other_pictures_are_prepared_as_in_the_library(int channels, int height, int width)
    {
        var shape = new Shape(channels, height, width);
        PicturePreparation[] preparations =
        [
            PicturePreparation.Whole, PicturePreparation.Crop(PictureGround.White), PicturePreparation.Crop(), PicturePreparation.Fit(),
            PicturePreparation.Fit(PictureBorder.White), PicturePreparation.Fit(PictureBorder.Edge, PictureGround.White),
        ];
        (int, int)[] sizes = [(28, 28), (61, 40), (9, 13), (1, 50), (200, 3), (96, 96)];
        AssertAlike([.. from preparation in preparations from size in sizes select (Noise(size.Item1, size.Item2), preparation, shape)]);
    }

    private void AssertAlike((Picture Picture, PicturePreparation Preparation, Shape Input)[] pictures)
    {
        byte[] expected = [.. pictures.SelectMany(one => (byte[])[1, .. one.Preparation.Prepare(one.Picture, one.Input, "a").Pixels])];
        WritePictures(pictures);

        byte[] found = _scripts.Run("prepare", PageFor(pictures[0].Preparation, pictures[0].Input), "pictures");

        Assert.Equal(expected.Length, found.Length);
        int[] off = [.. expected.Zip(found, (first, second) => Math.Abs(first - second))];
        Assert.InRange(off.Max(), 0, 1);
        // The same additions in the same order: hardly a number is rounded another way.
        Assert.InRange(off.Sum(), 0, off.Length / 1000);
    }

    private void WritePictures((Picture Picture, PicturePreparation Preparation, Shape Input)[] pictures) =>
        File.WriteAllText(_scripts.PathOf("pictures"), new JsonArray([.. pictures.Select(one => new JsonObject
        {
            ["width"] = one.Picture.Width,
            ["height"] = one.Picture.Height,
            ["rgba"] = Convert.ToBase64String(Rgba(one.Picture)),
            ["preparation"] = JsonNode.Parse(JsonOf(one.Preparation, one.Input))!["preparation"]!.DeepClone(),
            ["input"] = new JsonArray(one.Input.Channels, one.Input.Height, one.Input.Width),
        })]).ToJsonString());

    private static string PageFor(PicturePreparation preparation, Shape input) => Page.Of("a network", Describe(preparation, input), JsonOf(preparation, input));

    private static string JsonOf(PicturePreparation preparation, Shape input)
    {
        NetworkDescription description = Describe(preparation, input);
        var trained = new TrainedNetwork(new Network(description.Definition, seed: 1), description);
        return PageNetwork.Json(description, Int8Scales.Of(trained, [new byte[input.Size]]));
    }

    private static NetworkDescription Describe(PicturePreparation preparation, Shape input) =>
        new(new NetworkDefinition(input, new Flatten(), new Linear(2)), Normalization.Mnist, "", preparation: preparation);

    private static Picture Noise(int width, int height)
    {
        var random = new KeyedRandom(seed: 3, epoch: 0, sample: 0, place: 1);
        byte[] Bytes(int count, int first) => [.. Enumerable.Range(first, count).Select(i => (byte)random.Below(i, 256))];
        return Picture.FromRgb(width, height, Bytes(3 * width * height, 0), width == 61 ? null : Bytes(width * height, 1_000_000));
    }

    private static byte[] Rgba(Picture picture)
    {
        byte[] rgba = new byte[4 * picture.Width * picture.Height];
        for (int i = 0; i < rgba.Length / 4; i++)
        {
            for (int channel = 0; channel < 3; channel++)
                rgba[(4 * i) + channel] = picture.IsColour ? picture.Rgb[(3 * i) + channel] : picture.Grey[i];
            rgba[(4 * i) + 3] = picture.Alpha.IsEmpty ? byte.MaxValue : picture.Alpha[i];
        }

        return rgba;
    }
}
