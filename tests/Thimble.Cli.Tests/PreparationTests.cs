using System.Buffers.Binary;
using System.Text.Json;
using Thimble.Cli.Tests.Tools;
using Thimble.Lab.Plots;

namespace Thimble.Cli.Tests;

/// <summary>A picture becomes a network's input as the images did that the network was trained on.</summary>
public class PreparationTests
{
    private const int Classes = 4;

    private static readonly string Digits = Path.Combine(AppContext.BaseDirectory, "examples", "digits.safetensors");

    private static readonly string Seven = Path.Combine(AppContext.BaseDirectory, "examples", "pictures", "seven.png");

    /// <summary>A class is where in the image a square lies, and its paper is light or dark: cropping, centring or inverting would take both away.</summary>
    [Theory]
    [InlineData(28, 28, 230, 40)]
    [InlineData(10, 17, 20, 200)]
    public void Test_images_of_custom_files_read_back_as_pictures_are_classified_as_in_evaluation(int height, int width, byte paper, byte ink)
    {
        using var folder = new TemporaryFolder();
        byte[][] test = Write(folder["mine"], "t10k", 40, height, width, paper, ink);
        Write(folder["mine"], "train", 200, height, width, paper, ink);
        WriteExperiment(folder["mine.yaml"], height, width);

        ProcessResult training = ThimbleProcess.Run(folder, "train", "mine.yaml", "--data", "mine", "--threads", "1");
        Assert.Equal((0, ""), (training.ExitCode, training.Error));
        Directory.CreateDirectory(folder["pictures"]);
        for (int i = 0; i < test.Length; i++)
            File.WriteAllBytes(folder[$"pictures/{i:00}.png"], PngWriter.Grey(test[i], width, height));
        ProcessResult predictions = ThimbleProcess.Run(folder, "predict", "mine/1", "pictures", "--json");

        Assert.Equal((0, ""), (predictions.ExitCode, predictions.Error));
        using JsonDocument json = JsonDocument.Parse(predictions.Output);
        int right = json.RootElement.EnumerateArray().Where((picture, i) => picture.GetProperty("class").GetInt32() == i % Classes).Count();
        string last = training.Output.Split('\n').Last(line => line.StartsWith("Test set:", StringComparison.Ordinal));
        Assert.Contains($"Accuracy: {right}/{test.Length} ", last);
        // Otherwise every way of preparing would do.
        Assert.InRange(right, 30, 40);
        Assert.Contains("\"WholePreparation\"", File.ReadAllText(folder["runs/mine/001/environment.json"]));
        Assert.False(json.RootElement[0].TryGetProperty("ink", out _));

        ProcessResult alone = ThimbleProcess.Run(folder, "predict", "runs/mine/001/final.safetensors", "pictures", "--json");
        Assert.Equal((0, "", predictions.Output), (alone.ExitCode, alone.Error, alone.Output));
        ProcessResult export = ThimbleProcess.Run(folder, "export", "mine", "--c", "c", "--onnx", "mine.onnx");
        Assert.Equal((0, ""), (export.ExitCode, export.Error));
        string sentence = $"Scale the whole picture to {width} columns and {height} rows";
        Assert.Contains(sentence, File.ReadAllText(folder["c/mine.h"]));
        Assert.Contains(sentence, File.ReadAllText(folder["mine.onnx"]));
    }

    [Theory]
    [InlineData("mnist", "digit")]
    [InlineData("synthetic-digits", "digit")]
    [InlineData("fashion-mnist", "whole")]
    [InlineData("files", "whole")]
    public void A_file_that_does_not_say_how_is_read_with_what_is_customary_and_says_so(string data, string assumed)
    {
        using var folder = new TemporaryFolder();
        string old = OldFile(folder, data);
        var terminal = new TestTerminal(width: 0);

        Assert.Equal(0, CommandLine.Run(["predict", old, Seven, "--json"], terminal.Environment));

        Assert.Equal(
            $"thimble: {old} does not say how pictures become its inputs; assumed as for {data}: {assumed}; --preparation digit|whole|fit|crop chooses\n",
            terminal.Error.ToString());
        using JsonDocument json = JsonDocument.Parse(terminal.Output);
        Assert.Equal(assumed == "digit", json.RootElement[0].TryGetProperty("ink", out _));
    }

    [Fact]
    public void The_command_line_chooses()
    {
        using var folder = new TemporaryFolder();
        string old = OldFile(folder, "files");
        var asDigit = new TestTerminal(width: 0);
        var asWhole = new TestTerminal(width: 0);

        Assert.Equal(0, CommandLine.Run(["predict", old, Seven, "--json", "--preparation", "digit"], asDigit.Environment));
        Assert.Equal(0, CommandLine.Run(["predict", Digits, Seven, "--json", "--preparation", "whole"], asWhole.Environment));

        Assert.Empty(asDigit.Error.ToString());
        Assert.Contains("\"class\": 7", asDigit.Output);
        Assert.Contains("ink_box", asDigit.Output);
        Assert.Empty(asWhole.Error.ToString());
        Assert.DoesNotContain("ink_box", asWhole.Output);
    }

    [Theory]
    [InlineData("whole")]
    [InlineData("fit")]
    [InlineData("crop")]
    public void A_network_in_colour_classifies_pictures_in_colour_and_shows_them(string preparation)
    {
        using var folder = new TemporaryFolder();
        // The first class weighs red, the second blue.
        var network = new Network(new(new(3, 2, 2), new Layers.Flatten(), new Layers.Linear(2)), seed: 1);
        for (int i = 0; i < 24; i++)
            network.Values[i] = (1 - (i % 12 / 4)) * (i < 12 ? 1 : -1);
        network.Values[24..].Clear();
        new TrainedNetwork(network, new(network.Definition, new(0, 1), "files", ["red", "blue"], PicturePreparation.All.OfKey(preparation).CreateDefault())).Save(folder["colours.safetensors"]);
        Directory.CreateDirectory(folder["pictures"]);
        File.WriteAllBytes(folder["pictures/1.bmp"], Bmp(blue: 10, red: 200));
        File.WriteAllBytes(folder["pictures/2.BMP"], Bmp(blue: 220, red: 0));
        File.WriteAllText(folder["pictures/notes.txt"], "not a picture");

        ProcessResult shown = ThimbleProcess.Run(folder, "predict", "colours.safetensors", "pictures", "--json");
        ProcessResult drawn = ThimbleProcess.Run(folder, "predict", "colours.safetensors", "pictures", "--show");

        Assert.Equal((0, ""), (shown.ExitCode, shown.Error));
        using JsonDocument json = JsonDocument.Parse(shown.Output);
        Assert.Equal(["red", "blue"], json.RootElement.EnumerateArray().Select(picture => picture.GetProperty("name").GetString()));
        Assert.Equal((0, ""), (drawn.ExitCode, drawn.Error));
        Assert.Contains("red  1.bmp", drawn.Output);
        ProcessResult digit = ThimbleProcess.Run(folder, "predict", "colours.safetensors", "pictures/1.bmp", "--preparation", "digit");
        Assert.Equal(2, digit.ExitCode);
        Assert.Contains("digit prepares pictures in grey, but the network takes 3 channels; use whole, fit, crop", digit.Error);
    }

    [Theory]
    [InlineData("--preparation is 'inside-out'; give one of digit, whole, fit, crop", "--preparation", "inside-out")]
    [InlineData("--raw takes pixels as they are; leave --preparation out", "--preparation", "digit", "--raw")]
    public void A_mistake_is_reported_in_one_line_and_exit_code_2(string expected, params string[] words)
    {
        var terminal = new TestTerminal(width: 0);

        Assert.Equal(ExitCode.InvalidInput, CommandLine.Run(["predict", Digits, Seven, .. words], terminal.Environment));

        Assert.Contains(expected, Assert.Single(terminal.Error.ToString().TrimEnd('\n').Split('\n')));
    }

    [Fact]
    public void What_is_odd_about_a_picture_that_can_be_read_is_a_line_on_the_error_stream()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["cut.png"], File.ReadAllBytes(Seven)[..^12]);
        var terminal = new TestTerminal(width: 0);

        Assert.Equal(0, CommandLine.Run(["predict", Digits, folder["cut.png"], "--json"], terminal.Environment));

        Assert.Equal($"thimble: {folder["cut.png"]}: its end is missing\n", terminal.Error.ToString());
        Assert.Contains("\"class\": 7", terminal.Output);
    }

    // As a version wrote it that knew of no other data than digits.
    private static string OldFile(TemporaryFolder folder, string data)
    {
        TrainedNetwork trained = TrainedNetwork.Load(Digits);
        string path = folder["old.safetensors"];
        new TrainedNetwork(trained.Network, new(trained.Description.Definition, trained.Description.Normalization, data)).Save(path);
        return path;
    }

    private static void WriteExperiment(string path, int height, int width) => File.WriteAllText(
        path,
        $$$"""
        name: mine
        data: files
        input: [1, {{{height}}}, {{{width}}}]
        network:
          - flatten
          - linear: {{{Classes}}}
        recipe:
          epochs: 4
          batch_size: 10
          optimizer: {sgd: {learning_rate: 0.05}}
        """);

    private static byte[][] Write(string folder, string prefix, int count, int height, int width, byte paper, byte ink)
    {
        byte[][] images = [.. Enumerable.Range(0, count).Select(index => Draw(index, prefix, height, width, paper, ink))];
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(
            Path.Combine(folder, $"{prefix}-images-idx3-ubyte"),
            [0, 0, 8, 3, .. BigEndian(count), .. BigEndian(height), .. BigEndian(width), .. images.SelectMany(image => image)]);
        File.WriteAllBytes(
            Path.Combine(folder, $"{prefix}-labels-idx1-ubyte"),
            [0, 0, 8, 1, .. BigEndian(count), .. Enumerable.Range(0, count).Select(index => (byte)(index % Classes))]);
        return images;
    }

    private static byte[] Draw(int index, string prefix, int height, int width, byte paper, byte ink)
    {
        var random = new KeyedRandom(prefix == "train" ? 1UL : 2UL, 0, index, 0);
        int top = (index % Classes / 2 * (height / 2)) + random.Below(0, (height / 2) - 3);
        int left = (index % 2 * (width / 2)) + random.Below(1, (width / 2) - 3);
        byte[] pixels = [.. Enumerable.Range(0, height * width).Select(pixel => (byte)(paper + random.Below(2 + pixel, 20)))];
        for (int i = 0; i < 16; i++)
            pixels[((top + (i / 4)) * width) + left + (i % 4)] = ink;
        return pixels;
    }

    private static byte[] BigEndian(int number)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }

    // Two rows of two pixels of 24 bits, each row filled up to 8 bytes.
    private static byte[] Bmp(byte blue, byte red)
    {
        byte[] row = [blue, 0, red, blue, 0, red, 0, 0];
        return [.. "BM"u8, 70, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 1, 0, 24, 0, .. new byte[24], .. row, .. row];
    }
}
