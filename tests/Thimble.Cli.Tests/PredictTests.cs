using System.Runtime.InteropServices;
using System.Text.Json;
using Thimble.Cli.Tests.Tools;
using Thimble.Lab.Plots;

namespace Thimble.Cli.Tests;

/// <summary>Pictures are handed to a trained network.</summary>
public class PredictTests
{
    private static readonly string Network = Example("digits.safetensors");

    private static readonly string Seven = Example("pictures", "seven.png");

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(120)]
    public void It_says_what_the_pictures_of_a_folder_show(int width)
    {
        var terminal = new TestTerminal(width);

        Assert.Equal(0, CommandLine.Run(["predict", Network, Example("pictures"), "--top", "3", "--show"], terminal.Environment));

        Assert.Empty(terminal.Error.ToString());
        var screen = new TerminalScreen(width == 0 ? 200 : width).Show(terminal.Output);
        Assert.Equal(0, screen.Overruns);
        Snapshot.Matches(width == 0 ? "predict-file" : $"predict-terminal-{width}", screen.Text.Replace('\\', '/'));
    }

    [Fact]
    public void The_standard_input_and_JSON_are_for_other_programs()
    {
        var terminal = new TestTerminal(width: 0);
        CommandEnvironment environment = terminal.Environment with { OpenInput = () => File.OpenRead(Seven) };

        Assert.Equal(0, CommandLine.Run(["predict", Network, "-", Example("pictures", "zero-chalk.png"), "--json", "--top", "2"], environment));

        using JsonDocument json = JsonDocument.Parse(terminal.Output);
        JsonElement[] pictures = [.. json.RootElement.EnumerateArray()];
        Assert.Equal(["-", Example("pictures", "zero-chalk.png")], pictures.Select(picture => picture.GetProperty("image").GetString()));
        Assert.Equal([7, 0], pictures.Select(picture => picture.GetProperty("class").GetInt32()));
        Assert.Equal(["dark on light", "light on dark"], pictures.Select(picture => picture.GetProperty("ink").GetString()));
        Assert.All(pictures, picture =>
        {
            Assert.InRange(picture.GetProperty("probability").GetDouble(), 0.9, 1);
            Assert.Equal(2, picture.GetProperty("top").GetArrayLength());
            Assert.Equal(picture.GetProperty("name").GetString(), picture.GetProperty("top")[0].GetProperty("name").GetString());
            Assert.InRange(picture.GetProperty("ink_box").GetProperty("width").GetInt32(), 40, 80);
        });
    }

    [Fact]
    public void What_is_no_picture_is_reported_in_one_line_and_the_others_are_answered()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["note.png"], "not a picture\n");
        File.WriteAllBytes(folder["photo.jpg"], [0xFF, 0xD8, 0xFF, 0xE0]);
        Directory.CreateDirectory(folder["empty"]);

        ProcessResult mixed = ThimbleProcess.Run(folder, "predict", Path.GetFullPath(Network), "note.png", Path.GetFullPath(Seven), "photo.jpg", "none.png", "empty");

        Assert.Equal(2, mixed.ExitCode);
        Assert.Equal(
            """
            thimble: note.png: not a picture but text; give a PNG, JPEG, BMP or GIF picture
            thimble: photo.jpg: not a sound JPEG picture: the file ends early
            thimble: none.png: no such file; give the path of a PNG, JPEG, BMP or GIF picture
            thimble: empty: there is no PNG, JPEG, BMP or GIF picture in this folder

            """.ReplaceLineEndings("\n"),
            mixed.Error);
        Assert.Contains("seven.png  7", mixed.Output);
    }

    [Fact]
    public void Refusals_are_in_the_JSON_too()
    {
        var terminal = new TestTerminal(width: 0);

        Assert.Equal(2, CommandLine.Run(["predict", Network, "none.png", Seven, "--json"], terminal.Environment));

        using JsonDocument json = JsonDocument.Parse(terminal.Output);
        Assert.Equal("none.png: no such file; give the path of a PNG, JPEG, BMP or GIF picture", json.RootElement[0].GetProperty("error").GetString());
        Assert.Equal(7, json.RootElement[1].GetProperty("class").GetInt32());
    }

    [Theory]
    [InlineData("predict {network} {seven} --raw", "seven.png: 220×160 pixels, where the network takes 28×28; have it scaled: leave out --raw")]
    [InlineData("predict {network} - -", "the standard input is one picture; give - once")]
    [InlineData("predict {network} {nothing}", "IMAGE is empty; give its name or path")]
    [InlineData("predict {network}", "Required argument 'IMAGE' missing")]
    [InlineData("predict no-such-run {seven}", "there is no run 'no-such-run'")]
    [InlineData("predict {seven} {seven}", "seven.png: not a safetensors file but a PNG picture")]
    [InlineData("predict {network} {seven} --top 0", "--top is '0'; give a whole number from 1 to 1,000")]
    public void A_mistake_is_reported_in_one_line_and_exit_code_2(string line, string expected)
    {
        var terminal = new TestTerminal(width: 0);
        string[] words = [.. line.Split(' ').Select(word => word.Replace("{network}", Network).Replace("{seven}", Seven).Replace("{nothing}", ""))];

        Assert.Equal(ExitCode.InvalidInput, CommandLine.Run(words, terminal.Environment));

        Assert.Empty(terminal.Output);
        Assert.Contains(expected, Assert.Single(terminal.Error.ToString().TrimEnd('\n').Split('\n')));
    }

    [Theory]
    [InlineData(float.NaN, "holds what is not a number, with which nothing can be computed")]
    [InlineData(float.MaxValue, "the network's outputs for it are too large to compute with")]
    public void A_network_that_has_diverged_is_reported_in_one_line_and_exit_code_2(float weight, string expected)
    {
        using var folder = new TemporaryFolder();
        SafetensorsFile sound = SafetensorsFile.Read(Network);
        foreach (SafetensorsTensor tensor in sound.Tensors.Where(tensor => tensor.Name.EndsWith("weight", StringComparison.Ordinal)))
            MemoryMarshal.Cast<byte, float>(MemoryMarshal.AsMemory(tensor.Data).Span).Fill(weight);
        SafetensorsFile.Write(
            folder["diverged.safetensors"], sound.Tensors, sound.Metadata.Where(entry => entry.Key != NetworkWeights.HashKey).ToDictionary(StringComparer.Ordinal));
        var terminal = new TestTerminal(width: 0);

        Assert.Equal(ExitCode.InvalidInput, CommandLine.Run(["predict", folder["diverged.safetensors"], Seven, "--json"], terminal.Environment));

        Assert.Contains(expected, Assert.Single(terminal.Error.ToString().TrimEnd('\n').Split('\n')));
    }

    [Fact]
    public void A_picture_unlike_all_that_it_was_trained_on_is_unknown_and_the_exit_code_is_5()
    {
        using var folder = new TemporaryFolder();
        Dataset digits = SyntheticDigits.Create(trainCount: 500, testCount: 300);
        TrainedNetwork trained = TrainedNetwork.Load(Network);
        using (var evaluator = new Evaluator(trained.Network, threads: 1))
        {
            Calibration? calibration = new CalibrationFit(digits.Train, digits.Evaluated, 10).Choose(evaluator.Logits(digits.Evaluated, trained.Description.Normalization));
            (trained with { Description = trained.Description with { Calibration = calibration } }).Save(folder["calibrated.safetensors"]);
        }

        byte[] checks = [.. Enumerable.Range(0, 784).Select(pixel => (byte)(255 * ((pixel + (pixel / 28)) % 2)))];
        File.WriteAllBytes(folder["checks.png"], PngWriter.Grey(checks, 28, 28));
        File.WriteAllBytes(folder["digit.png"], PngWriter.Grey(digits.Evaluated.Pixels(0), 28, 28));
        string[] command = ["predict", "calibrated.safetensors", "--raw", "checks.png", "digit.png"];

        ProcessResult shown = ThimbleProcess.Run(folder, command);
        Assert.Equal(ExitCode.NotRecognized, shown.ExitCode);
        Assert.Equal("", shown.Error);
        Assert.Contains("checks.png  unknown (nearest: ", shown.Output);
        Assert.Contains($"digit.png   {digits.Evaluated.Label(0)} ", shown.Output);

        ProcessResult json = ThimbleProcess.Run(folder, [.. command, "--json"]);
        Assert.Equal(ExitCode.NotRecognized, json.ExitCode);
        using JsonDocument document = JsonDocument.Parse(json.Output);
        Assert.Equal([false, true], document.RootElement.EnumerateArray().Select(picture => picture.GetProperty("recognized").GetBoolean()));
        Assert.Equal(0, ThimbleProcess.Run(folder, [.. command[..^2], "digit.png"]).ExitCode);
    }

    // Relative, so that what is shown does not depend on where the tests lie.
    private static string Example(params string[] names) =>
        Path.GetRelativePath(Directory.GetCurrentDirectory(), Path.Combine([AppContext.BaseDirectory, "examples", .. names]));
}
