using Thimble.Tests.Data;

namespace Thimble.Tests.Images;

/// <summary>Pictures of digits as people hand them in come out as a network trained on MNIST knows them.</summary>
public sealed class DigitPreparationTests(ITestOutputHelper output)
{
    private const int Side = 28;

    private static readonly Shape Input = new(1, Side, Side);

    /// <summary>A network trained on MNIST: 9,956 parameters, 99.46% of the test images.</summary>
    private static readonly Lazy<Classifier> Trained =
        new(() => Classifier.Load(Path.Combine(AppContext.BaseDirectory, "examples", "digits.safetensors")));

    public static TheoryData<string> Ways => [.. Drawn.Keys];

    private static Dictionary<string, Func<DrawnDigit, DrawnDigit>> Drawn { get; } = new(StringComparer.Ordinal)
    {
        ["dark on light"] = digit => digit,
        ["light on dark"] = digit => digit with { Ink = 255, Paper = 0 },
        ["low contrast"] = digit => digit with { Ink = 150, Paper = 190 },
        ["thin"] = digit => digit with { Pen = 3 },
        ["very thin, large"] = digit => digit with { Pen = 2, Width = 700, Height = 600, Size = 500, Left = 100 },
        ["thick"] = digit => digit with { Pen = 30, Width = 300 },
        ["in a corner"] = digit => digit with { Size = 80, Left = 160, Top = 10, Pen = 8 },
        ["small in a large picture"] = digit => digit with { Width = 1000, Height = 800, Size = 90, Left = 200, Top = 600, Pen = 9 },
        ["tiny"] = digit => digit with { Width = 30, Height = 30, Size = 20, Left = 6, Top = 4, Pen = 2.2f },
        ["cut out closely"] = digit => digit with { Width = 107, Height = 152, Left = 1, Top = 1 },
        ["photographed"] = digit => digit with { Paper = 200, Ink = 60, Shade = 0.6f, Noise = 6 },
        ["photographed, noisy"] = digit => digit with { Paper = 180, Ink = 70, Shade = 0.3f, Noise = 15 },
        ["photographed, chalk"] = digit => digit with { Paper = 50, Ink = 190, Shade = 0.5f, Noise = 5 },
        ["photographed, dusty"] = digit => digit with { Paper = 200, Ink = 60, Shade = 0.4f, Noise = 4, Dust = 30 },
        ["photographed, on a table"] = digit => digit with { Paper = 200, Ink = 60, Shade = 0.3f, Noise = 4, Table = 14 },
        ["transparent, dark"] = digit => digit with { IsTransparent = true },
        ["transparent, light"] = digit => digit with { IsTransparent = true, Ink = 240 },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public void Every_digit_is_recognized_however_it_was_drawn(string way)
    {
        string[] wrong =
        [
            .. DrawnDigit.All.Select(digit => (Digit: digit, Trained.Value.Classify(Drawn[way](digit).Draw()).Class))
                .Where(answer => answer.Class != answer.Digit.Digit)
                .Select(answer => $"{answer.Digit.Digit}, hand {answer.Digit.Hand}, predicted as {answer.Class}"),
        ];

        output.WriteLine($"{way}: {wrong.Length} of 40 wrong: {string.Join("; ", wrong)}");
        Assert.Empty(wrong);
    }

    /// <summary>Pixels as they are show that the test above can fail: the digits are there, but not as the network knows them.</summary>
    [Fact]
    public void Without_preparation_most_are_not_recognized()
    {
        int right = DrawnDigit.All
            .Select(digit => digit with { Width = Side, Height = Side, Size = 9, Left = 2, Top = 2, Pen = 1 })
            .Count(digit => Trained.Value.Classify(PreparedPicture.Raw(digit.Draw(), Input, "a").Pixels).Class == digit.Digit);

        Assert.InRange(right, 0, 20);
    }

    [Theory]
    [InlineData(0, 255, false)]
    [InlineData(255, 0, true)]
    public void Ink_fills_20_of_28_pixels_with_its_mass_in_the_middle(int ink, int paper, bool isLight)
    {
        var digit = new DrawnDigit { Digit = 7, Hand = 0, Ink = ink, Paper = paper, Left = 20, Top = 60 };
        PreparedPicture prepared = PicturePreparation.Digit.Prepare(digit.Draw(), Input, "a");

        Assert.Equal(isLight, prepared.WasLightOnDark);
        // This seven begins at 6% of its height, and the pen is 16 wide.
        Assert.InRange(prepared.Ink.Top, 60, 62);
        Assert.InRange(prepared.Ink.Height, 155, 159);
        int[] rows = [.. Enumerable.Range(0, Side).Where(y => prepared.Pixels.AsSpan(y * Side, Side).ContainsAnyExceptInRange((byte)0, (byte)40))];
        Assert.InRange(rows[^1] - rows[0] + 1, 19, 20);
        double sum = prepared.Pixels.Sum(pixel => (double)pixel);
        Assert.InRange(prepared.Pixels.Select((pixel, i) => (double)pixel * (i % Side)).Sum() / sum, 13.5, 14.5);
        Assert.InRange(prepared.Pixels.Select((pixel, i) => (double)pixel * (i / Side)).Sum() / sum, 13.5, 14.5);
        Assert.InRange(prepared.Pixels.Max(), 250, 255);
        Assert.Equal(0, prepared.Pixels.Min());
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(28, 0)]
    [InlineData(300, 0)]
    [InlineData(300, 3)]
    [InlineData(300, 20)]
    public void A_picture_with_nothing_on_it_is_refused(int side, float noise)
    {
        var empty = new DrawnDigit { Digit = 1, Hand = 0, Width = side, Height = side, Ink = 170, Paper = 170, Noise = noise };

        OneLine.Thrown<InvalidInputException>(
            () => PicturePreparation.Digit.Prepare(empty.Draw(), Input, "a.png"), "a.png: nothing is drawn on it");
        OneLine.Thrown<InvalidInputException>(
            () => PicturePreparation.Digit.Prepare((empty with { IsTransparent = true, Left = 1000 }).Draw(), Input, "a.png"), "a.png: nothing is drawn on it");
    }

    [Fact]
    public void Raw_pixels_are_taken_as_they_are_or_not_at_all()
    {
        byte[] grey = [.. Enumerable.Range(0, Side * Side).Select(i => (byte)i)];

        Assert.Equal(grey, PreparedPicture.Raw(new Picture(Side, Side, grey), Input, "a").Pixels);
        Assert.Equal(new byte[Side * Side], PreparedPicture.Raw(new Picture(Side, Side, grey, new byte[grey.Length]), Input, "a").Pixels);
        OneLine.Thrown<InvalidInputException>(
            () => PreparedPicture.Raw(new Picture(2, 1, [1, 2]), Input, "a.png"), "a.png: 2×1 pixels", "takes 28×28", "have it scaled");
    }

    [Fact]
    public void A_network_of_another_size_gets_images_of_its_size()
    {
        PreparedPicture prepared = PicturePreparation.Digit.Prepare(new DrawnDigit { Digit = 3, Hand = 0 }.Draw(), new Shape(1, 16, 20), "a");

        Assert.Equal(16 * 20, prepared.Pixels.Length);
        Assert.InRange(prepared.Pixels.Max(), 200, 255);
    }

    /// <summary>MNIST's own images, enlarged and turned dark on light, come back nearly as they were.</summary>
    [Fact]
    public void MNIST_survives_its_own_preparation()
    {
        ImageDataset images = new DatasetCatalogue().Open("mnist", RealMnist.Folder).Evaluated.Take(300);
        int plain = 0;
        int enlarged = 0;
        for (int i = 0; i < images.Count; i++)
        {
            plain += IsRight(new(Side, Side, images.Pixels(i).ToArray()), images.Label(i));
            enlarged += IsRight(Enlarged(images.Pixels(i), 7), images.Label(i));
        }

        output.WriteLine($"{plain} and {enlarged} of {images.Count}");
        Assert.InRange(plain, 295, 300);
        Assert.InRange(enlarged, 295, 300);
    }

    private static int IsRight(Picture picture, int label) => Trained.Value.Classify(picture).Class == label ? 1 : 0;

    private static Picture Enlarged(ReadOnlySpan<byte> pixels, int times)
    {
        int side = Side * times;
        byte[] grey = new byte[side * side];
        for (int i = 0; i < grey.Length; i++)
            grey[i] = (byte)(230 - (pixels[(i / side / times * Side) + (i % side / times)] * 3 / 4));
        return new(side, side, grey);
    }
}
