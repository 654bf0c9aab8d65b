using Thimble.Cli.Tests.Tools;

namespace Thimble.Cli.Tests;

/// <summary>A run that lost a file, or half of it, is told of by that file: whatever is asked of the run, nothing else is blamed.</summary>
public sealed class LostFileTests(TrainedRun trained) : IClassFixture<TrainedRun>
{
    private static readonly string[] Commands = ["evaluate", "predict", "export", "report", "compare", "runs", "diagnose", "train"];

    [Theory]
    [InlineData("experiment.yaml")]
    [InlineData("environment.json")]
    [InlineData("metrics.csv")]
    [InlineData("result.json")]
    [InlineData("final.safetensors")]
    [InlineData("best.safetensors")]
    [InlineData("predictions.csv")]
    [InlineData("mistakes.json")]
    [InlineData("probe.json")]
    [InlineData("log.txt")]
    public void What_is_said_names_the_file(string name)
    {
        using var folder = new TemporaryFolder();
        string run = folder["runs/sprint/001"];
        string other = folder["runs/sprint/002"];
        TemporaryFolder.Copy(trained.Folder["runs/sprint/001"], run);
        TemporaryFolder.Copy(trained.Folder["runs/sprint/001"], other);
        byte[] whole = File.ReadAllBytes(Path.Combine(run, name));

        foreach (byte[]? rest in (byte[]?[])[null, [], whole[..(whole.Length / 2)]])
        {
            File.Delete(Path.Combine(run, name));
            if (rest is not null)
                File.WriteAllBytes(Path.Combine(run, name), rest);
            int named = Commands.Count(command => Check(command, run, other, folder, name, isGone: rest is null));
            // Some commands cannot do without these.
            if (rest is null && (name is "experiment.yaml" or "final.safetensors"))
                Assert.NotEqual(0, named);
        }
    }

    // Whether the file was named.
    private static bool Check(string command, string run, string other, TemporaryFolder folder, string name, bool isGone)
    {
        var terminal = new TestTerminal(width: 0);
        string[] words = command switch
        {
            "predict" => ["predict", run, Path.Combine(AppContext.BaseDirectory, "examples", "pictures", "seven.png")],
            "export" => ["export", run, "--onnx", folder["out.onnx"], "--force"],
            "report" => ["report", run, "--out", folder["report"], "--force"],
            "compare" => ["compare", run, other],
            "runs" => ["runs", "--root", folder["runs"]],
            "train" => ["train", "--resume", run],
            _ => [command, run, "--no-download"],
        };

        int code = CommandLine.Run(words, terminal.Environment);

        string error = terminal.Error.ToString();
        string what = $"{command} without {name}: exit code {code}, {error}";
        // A finished run is not resumed, whatever it lost since; a file that a command does not read is not missed.
        bool isAboutFile = error.Contains(name, StringComparison.Ordinal) && (!isGone || error.Contains("missing", StringComparison.Ordinal));
        Assert.True(code != ExitCode.Failure && (error.Length == 0 || isAboutFile || error.Contains("this run is finished", StringComparison.Ordinal)), what);
        Assert.True(error.Length == 0 || error.TrimEnd('\n').Split('\n').Length == 1, what);
        return isAboutFile;
    }
}
