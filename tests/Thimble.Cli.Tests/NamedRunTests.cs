using Thimble.Cli.Tests.Tools;

namespace Thimble.Cli.Tests;

/// <summary>An experiment's name in the place of a run: every command says which run it took.</summary>
public sealed class NamedRunTests(TrainedRun run) : IClassFixture<TrainedRun>
{
    private const string Chosen = "the latest run of sprint, none of which is both finished and as the experiment says";

    [Theory]
    [InlineData("Run       {0}: final weights; " + Chosen, "evaluate", "sprint")]
    [InlineData("Run       {0}: " + Chosen, "diagnose", "sprint", "--run")]
    [InlineData("Run       {0}: " + Chosen, "export", "sprint", "--onnx", "named.onnx", "--force")]
    [InlineData("Run       {0}: " + Chosen, "report", "sprint", "--open", "no")]
    public void The_run_is_a_line(string line, params string[] words)
    {
        ProcessResult result = ThimbleProcess.Run(run.Folder, words);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains(string.Format(null, line, Path.Combine("runs", "sprint", "001")) + "\n", result.Output);
    }

    [Theory]
    [InlineData("predict", "sprint", "a.png")]
    [InlineData("predict", "sprint", "a.png", "--json")]
    [InlineData("diagnose", "sprint", "--run", "--json")]
    public void Where_the_output_is_data_the_line_goes_to_the_error_stream(params string[] words)
    {
        File.WriteAllBytes(run.Folder["a.png"], Lab.Plots.PngWriter.Grey(SyntheticDigits.Create(1, 1).Train.Pixels(0), 28, 28));

        ProcessResult result = ThimbleProcess.Run(run.Folder, words);

        Assert.Contains($"thimble: note: {Path.Combine("runs", "sprint", "001")}: {Chosen}", result.Error);
        Assert.DoesNotContain(Chosen, result.Output);
    }
}
