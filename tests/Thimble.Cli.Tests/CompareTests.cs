using Thimble.Cli.Tests.Tools;
using Thimble.Lab;

namespace Thimble.Cli.Tests;

/// <summary>Runs side by side.</summary>
public sealed class CompareTests : IDisposable
{
    private readonly KeptRuns _runs = new();

    public CompareTests()
    {
        Experiment small = _runs.Write("part2", 8, epochs: 4, "schedule: {step_lr: {step_size: 6, gamma: 0.1}}");
        Experiment large = _runs.Write("part3", 16, epochs: 4);
        _runs.Add(large, [900, 970, 985, 990]);
        _runs.Add(large.Override(seed: 2, batchSize: 32), [880, 960, 986, 988], wrong: [.. Enumerable.Range(991, 9), 1, 2, 3]);
        _runs.Add(small, [800, 900, 930, 950]);
        _runs.Add(large, [900, 980], split: "validation");
        File.Delete(_runs.Add(large, [900, 980]).PredictionsFile);
    }

    /// <inheritdoc/>
    public void Dispose() => _runs.Dispose();

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public void A_terminal_gets_what_fits(int width)
    {
        var terminal = new TestTerminal(width);
        Assert.Equal(0, CommandLine.Run(["compare", "part3/1", "part3/2", "part2/1", "--root", _runs.Root], terminal.Environment));
        TerminalScreen screen = new TerminalScreen(width).Show(terminal.Output);

        Assert.Equal(0, screen.Overruns);
        Snapshot.Matches($"compare-terminal-{width}", screen.Text);
    }

    [Fact]
    public void A_file_gets_plain_lines() => Snapshot.Matches("compare-file", Show("part3/1", "part2/1"));

    [Fact]
    public void Small_differences_are_luck() =>
        Assert.Contains("luck would explain it, neither is shown to be better (images right only in part3/1: 3, only in part3/2: 1; p = 0.6250, exact McNemar test)", Show("part3/1", "part3/2"));

    [Fact]
    public void Great_differences_are_more_than_luck() =>
        Assert.Contains("more than luck, part3/1 is better (images right only in part3/1: 40, only in part2/1: 0; p < 0.0001, McNemar test", Show("part3/1", "part2/1"));

    [Fact]
    public void Runs_on_different_images_are_not_compared_image_by_image()
    {
        string output = Show("part3/1", "part3/3");

        Assert.Contains("evaluated on different images cannot be compared image by image", output);
        Assert.DoesNotContain("McNemar", output);
        Assert.Contains("part3/3: mnist, 1,000 validation images", output);
    }

    [Fact]
    public void A_run_without_predictions_says_so() => Assert.Contains("part3/4 kept no predictions; train it again", Show("part3/1", "part3/4"));

    [Fact]
    public void A_pair_that_cannot_be_compared_does_not_lower_the_level_of_the_others()
    {
        string output = Show("part3/1", "part3/2", "part3/4", "part2/1");

        Assert.Contains("p below 0.0167: 5% divided by 3 pairs", output);
        Assert.Equal(2, output.Split("part3/4 kept no predictions").Length);
    }

    [Fact]
    public void Older_runs_did_not_keep_what_is_inside_their_networks()
    {
        File.Delete(RunFolder.Open("part3/1", _runs.Root).StatisticsFile);
        Assert.Matches("dead channels +- +1 of 2", Show("part3/1", "part3/2"));

        File.Delete(RunFolder.Open("part3/2", _runs.Root).StatisticsFile);
        Assert.Contains("these runs did not keep what was found there; thimble diagnose RUN looks", Show("part3/1", "part3/2"));
    }

    [Fact]
    public void A_run_is_not_compared_with_itself()
    {
        var terminal = new TestTerminal(width: 0);

        Assert.Equal(ExitCode.InvalidInput, CommandLine.Run(["compare", "part2", "part2/1", "--root", _runs.Root], terminal.Environment));
        Assert.StartsWith("thimble: compare: the same run is named twice", terminal.Error.ToString());
    }

    private string Show(params string[] names)
    {
        var terminal = new TestTerminal(width: 0);
        Assert.Equal(0, CommandLine.Run(["compare", .. names, "--root", _runs.Root], terminal.Environment));
        return terminal.Output;
    }
}
