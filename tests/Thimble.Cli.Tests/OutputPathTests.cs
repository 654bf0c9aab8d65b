using Thimble.Cli.Tests.Tools;

namespace Thimble.Cli.Tests;

/// <summary>A place that cannot be written is refused before any work, not after it.</summary>
public sealed class OutputPathTests : IDisposable
{
    private static readonly string[] Training = ["--data-name", "synthetic-digits", "--train-images", "100", "--test-images", "50", "--epochs", "1", "--quiet"];
    private readonly TemporaryFolder _folder = new();

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("find-lr sprint --data-name synthetic-digits --svg {0}", "none/x.svg", "there is no folder ")]
    [InlineData("find-lr sprint --data-name synthetic-digits --svg {0}", "file/x.svg", "there is no folder ")]
    [InlineData("find-lr sprint --data-name synthetic-digits --svg {0}", "folder", "this is a folder; name a file")]
    [InlineData("evaluate no-such-run --logits {0}", "none/x.safetensors", "there is no folder ")]
    [InlineData("evaluate no-such-run --logits {0}", "folder", "this is a folder; name a file")]
    [InlineData("train sprint --no-download --data no-such-data --out {0}", "full", "this folder is not empty")]
    [InlineData("train sprint --no-download --data no-such-data --out {0}", "file", "this is a file; choose another folder with --out")]
    [InlineData("train sprint --no-download --data no-such-data --out {0}", "file/run", "is a file and no folder; choose another folder")]
    [InlineData("train sprint --seeds 2 --no-download --data no-such-data --out {0}", "file", "is a file and no folder; choose another folder")]
    [InlineData("quickstart --no-download --data no-such-data --out {0}", "full", "this folder is not empty")]
    public void It_is_refused_before_the_run_the_data_or_the_first_step(string line, string place, string problem)
    {
        File.WriteAllText(_folder["file"], "mine");
        Directory.CreateDirectory(_folder["folder"]);
        Directory.CreateDirectory(_folder["full"]);
        File.WriteAllText(_folder["full/file"], "mine");
        string path = _folder[place];
        var terminal = new TestTerminal(width: 0);

        Assert.Equal(ExitCode.InvalidInput, CommandLine.Run([.. line.Split(' ').Select(word => word == "{0}" ? path : word)], terminal.Environment));

        Assert.Empty(terminal.Output);
        Assert.StartsWith($"thimble: {path}: ", terminal.Error.ToString());
        Assert.Contains(problem, terminal.Error.ToString());
        Assert.Equal(["file", "folder", "full"], Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_folder_of_one_seed_is_refused_before_the_first_seed_is_trained()
    {
        Directory.CreateDirectory(_folder["mine/seed-2"]);
        File.WriteAllText(_folder["mine/seed-2/file"], "mine");
        var terminal = new TestTerminal(width: 0);

        Assert.Equal(ExitCode.InvalidInput, CommandLine.Run(["train", "sprint", .. Training, "--seeds", "1,2", "--out", _folder["mine"]], terminal.Environment));

        Assert.Contains("seed-2: this folder is not empty", terminal.Error.ToString());
        Assert.False(Directory.Exists(_folder["mine/seed-1"]));
    }

    [Theory]
    [InlineData("--onnx")]
    [InlineData("--safetensors")]
    [InlineData("--c")]
    public void No_export_is_written_where_another_cannot_be(string option)
    {
        string network = Path.Combine(AppContext.BaseDirectory, "examples", "digits.safetensors");
        File.WriteAllText(_folder["file"], "mine");
        string[] line = ["export", network, "--onnx", _folder["a.onnx"], "--safetensors", _folder["a.safetensors"], "--c", _folder["c"]];
        line[Array.IndexOf(line, option) + 1] = _folder["file/x"];
        var terminal = new TestTerminal(width: 0);

        Assert.Equal(ExitCode.InvalidInput, CommandLine.Run(line, terminal.Environment));

        Assert.StartsWith($"thimble: {_folder["file/x"]}: ", terminal.Error.ToString());
        Assert.Equal([_folder["file"]], Directory.GetFileSystemEntries(_folder.Path));
    }
}
