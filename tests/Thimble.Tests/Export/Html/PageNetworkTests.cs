using Thimble.Export.C;
using Thimble.Export.Html;
using Thimble.Layers;

namespace Thimble.Tests.Export.Html;

public sealed class PageNetworkTests : IDisposable
{
    private readonly PageScripts _scripts = new();

    public static TheoryData<string> Names => [.. ExportedNetworks.Names];

    public void Dispose() => _scripts.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void The_page_has_the_logits_of_the_library_to_the_bit(string name)
    {
        TrainedNetwork trained = ExportedNetworks.Create(name);
        ImageDataset images = ExportedNetworks.Images(trained, 6);
        byte[][] calibration = [.. Enumerable.Range(0, 4).Select(image => images.Pixels(image).ToArray())];

        int[] found = _scripts.Numbers("logits", PageOf(trained, calibration), images);

        Assert.Equal(Int8Interpreter.Logits(trained, calibration, images), found);
        Assert.True(found.Distinct().Count() > 2);
    }

    [Theory]
    [InlineData(1, 28, 28)]
    [InlineData(3, 9, 14)]
    [InlineData(1, 260, 256)]
    public void It_recognizes_what_the_calibration_says(int channels, int height, int width)
    {
        var shape = new Shape(channels, height, width);
        var network = new Network(new(shape, new Conv2d(2, 3), new ReLU(), new AdaptiveAvgPool2d(), new Flatten(), new Linear(3)), seed: 2);
        // Half dark, so that the traits differ, and a black one.
        var random = new KeyedRandom(seed: 3, epoch: 0, sample: 0, place: 1);
        byte[] pixels = [.. Enumerable.Range(0, 60 * shape.Size).Select(i => (byte)(i < shape.Size ? 0 : random.Below(i, 1 + (i / shape.Size * 4))))];
        var images = new ImageDataset("noise", "test", shape, 3, pixels, new byte[60]);
        var plain = new TrainedNetwork(network, new(network.Definition, Normalization.Mnist, ""));
        byte[][] chosen = [.. Enumerable.Range(0, 20).Select(i => images.Pixels(3 * i).ToArray())];
        int[][] logits = [.. Int8Interpreter.Logits(plain, chosen, images).Chunk(3)];
        var int8 = Int8Scales.Of(plain, chosen);
        int least = logits.Select(row => row.Max()).Order().ElementAt(20);
        var calibration = new Calibration(temperature: 1, (float)(least * int8.ScaleOf(int8.Plan.Graph.Result)), CalibrationFit.UsualLimits(images, 3));
        var trained = new TrainedNetwork(network, new(network.Definition, Normalization.Mnist, "") { Calibration = calibration });

        int[] found = _scripts.Numbers("classes", PageOf(trained, chosen), images);

        int[] expected = [.. logits.Select((row, i) => ClassOf(row, images.Pixels(i), shape, calibration, least))];
        Assert.Equal(expected, found);
        Assert.InRange(expected.Count(one => one >= 0), 10, 50);
    }

    [Fact]
    public void A_page_of_ten_thousand_parameters_is_below_100_kB()
    {
        var trained = TrainedNetwork.Load(Path.Combine(AppContext.BaseDirectory, "examples", "digits.safetensors"));
        Assert.InRange(trained.Description.Definition.ParameterCount, 9_000, 10_000);

        long bytes = HtmlFile.Write(trained, _scripts.PathOf("digits.html"), new("digits", [.. SomeImages(trained)]));

        Assert.Equal(new FileInfo(_scripts.PathOf("digits.html")).Length, bytes);
        Assert.InRange(bytes, 30_000, 100_000);
    }

    [Fact]
    public void A_name_in_a_page_is_text_and_nothing_else()
    {
        TrainedNetwork trained = ExportedNetworks.Create("ends in a normalization");
        var named = new NetworkDescription(trained.Description.Definition, trained.Description.Normalization, "", ["</script><b>", "{{page}}", "a\u202Eb"]);
        string path = _scripts.PathOf("named.html");

        HtmlFile.Write(trained with { Description = named }, path, new("<i>{{style}}&", [.. SomeImages(trained)]));

        string page = File.ReadAllText(path);
        Assert.Contains("<h1>&lt;i&gt;{{style}}&amp;</h1>", page, StringComparison.Ordinal);
        Assert.Contains("""["\u003c/script>\u003cb>","{{page}}","a?b"]""", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_that_takes_no_pictures_has_no_page()
    {
        TrainedNetwork trained = ExportedNetworks.Create("every kind");

        string message = Assert.Throws<InvalidInputException>(() => HtmlFile.Write(trained, _scripts.PathOf("a.html"), new("a", [.. SomeImages(trained)]))).Message;

        Assert.Contains("the network takes images of 2 channels", message, StringComparison.Ordinal);
        Assert.False(File.Exists(_scripts.PathOf("a.html")));
    }

    private static string PageOf(TrainedNetwork trained, IReadOnlyList<byte[]> calibration) =>
        Page.Of("a network", trained.Description, PageNetwork.Json(trained.Description, Int8Scales.Of(trained, calibration)));

    private static IEnumerable<byte[]> SomeImages(TrainedNetwork trained)
    {
        ImageDataset images = ExportedNetworks.Images(trained, 3);
        return Enumerable.Range(0, images.Count).Select(i => images.Pixels(i).ToArray());
    }

    private static int ClassOf(int[] logits, ReadOnlySpan<byte> pixels, Shape shape, Calibration calibration, int least)
    {
        int best = Array.IndexOf(logits, logits.Max());
        return logits[best] >= least && calibration.Limits[best].Hold(PixelTraits.Of(pixels, shape)) ? best : -1;
    }
}
