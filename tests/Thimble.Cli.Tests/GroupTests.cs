using System.Text.Json;
using Thimble.Cli.Tests.Tools;
using Thimble.Lab;
using Thimble.Training;

namespace Thimble.Cli.Tests;

/// <summary>Several seeds of an experiment as one thing: listed, compared, reported and judged together.</summary>
public sealed class GroupTests : IDisposable
{
    private readonly KeptRuns _runs = new();
    private readonly Experiment _large;
    private readonly Experiment _small;

    public GroupTests()
    {
        _large = _runs.Write("part3", 16, epochs: 1);
        _small = _runs.Write("part2", 8, epochs: 1);
        _runs.AddGroup(_large, [990, 986, 988]);
        _runs.AddGroup(_small, [984, 980, 983]);
    }

    /// <inheritdoc/>
    public void Dispose() => _runs.Dispose();

    [Fact]
    public void Runs_lists_a_group_as_one_line()
    {
        _runs.Add(_large, [991]);

        Snapshot.Matches("runs-groups", Mask.Of(Show("runs"), _runs.Folder));
        Assert.Contains("\npart3/2 ", Show("runs", "--seeds"));
    }

    [Fact]
    public void A_terminal_gets_what_fits()
    {
        var terminal = new TestTerminal(80);
        CommandLine.Run(["compare", "part3/seeds-1", "part2/seeds-1", "--root", _runs.Root], terminal.Environment);
        TerminalScreen screen = new TerminalScreen(80).Show(terminal.Output);

        Assert.Equal(0, screen.Overruns);
        Snapshot.Matches("compare-groups-terminal-80", screen.Text);
    }

    [Fact]
    public void Json_says_which_group_a_run_belongs_to()
    {
        using JsonDocument json = JsonDocument.Parse(Show("runs", "--json"));

        Assert.Equal(["part3/seeds-1", "part2/seeds-1"], json.RootElement.EnumerateArray().Select(run => run.GetProperty("group").GetString()).Distinct());
    }

    [Fact]
    public void Two_groups_of_the_same_seeds_are_one_paired_question()
    {
        string output = Show("compare", "part3/seeds-1", "part2/seeds-1");

        // Differences 6, 6 and 5: mean 5.667, deviation 0.577, so 4.303 * 0.577 / sqrt(3) = 1.434.
        Assert.Contains("part3/seeds-1 less part2/seeds-1: +0.567 points, 95% interval +0.423 to +0.710 (paired t test over 3 seeds)", output);
        Assert.Contains("more than luck, part3/seeds-1 is better", output);
        Assert.DoesNotContain("Note", output);
        Assert.DoesNotContain("McNemar", output);
    }

    [Fact]
    public void Groups_of_different_seeds_are_not_paired_and_that_is_said()
    {
        _runs.AddGroup(_small, [984, 980], first: 7);

        string output = Show("compare", "part3/seeds-1", "part2/seeds-2");

        Assert.Contains("(Welch's t test of 3 and 2 seeds)", output);
        Assert.Contains("Note      the groups have different seeds", output);
        Assert.Contains("luck would explain it", output);
    }

    [Theory]
    [InlineData("compare: part3/seeds-1 is a group of seeds and part2/1 is not; give two groups, or runs only", "part3/seeds-1", "part2/1")]
    [InlineData("compare: the same group is named twice", "part3/seeds-1", "part3/seeds-001")]
    [InlineData("compare: these are 3 groups of seeds; give two groups", "part3/seeds-1", "part2/seeds-1", "part2/seeds-1")]
    public void Anything_but_two_groups_is_refused(string expected, params string[] names)
    {
        var terminal = new TestTerminal(width: 0);

        Assert.Equal(ExitCode.InvalidInput, CommandLine.Run(["compare", .. names, "--root", _runs.Root], terminal.Environment));
        Assert.Contains(expected, terminal.Error.ToString());
    }

    [Fact]
    public void A_report_has_the_mean_and_a_line_a_seed()
    {
        var report = Lab.Reports.Report.Of(RecordedGroup.Load(SeedGroup.Find("part3/seeds-1", _runs.Root)!));

        Assert.Contains("| Mean | 98.800% ± 0.497 |", report.Markdown);
        Assert.Contains("| 2 | part3/2 | 98.60% | 98.60% (epoch 1) | 1 |", report.Markdown);
        Assert.Contains("Budget: met.", report.Markdown);
    }

    [Fact]
    public void A_budget_on_the_mean_judges_the_group_and_not_a_run()
    {
        Experiment asks = _large with { Name = "mean", Budget = new(0.985, AccuracyOf: AccuracyOf.Mean) };
        _runs.AddGroup(asks, [990, 984, 986]);
        _runs.AddGroup(asks, [985, 984, 983], first: 7);

        string[] lines = Show("runs", "--seeds").Split('\n');

        Assert.Contains(lines, line => line.StartsWith("mean/2 ", StringComparison.Ordinal) && line.Contains(" open "));
        Assert.Contains(lines, line => line.StartsWith("mean/seeds-1 ", StringComparison.Ordinal) && line.Contains(" met "));
        Assert.Contains(lines, line => line.StartsWith("mean/seeds-2 ", StringComparison.Ordinal) && line.Contains(" missed "));
        Assert.Equal(
            "accuracy: mean of at least 98.50% — 98.70% (987 of 1,000) in the final epoch, 1: not judged: the budget asks for the mean of several seeds",
            $"{_runs.Add(asks, [987]).LoadResult().Verdict.Lines[0]}");
    }

    [Fact]
    public void A_seed_that_is_missing_leaves_the_mean_open()
    {
        Experiment asks = _large with { Name = "mean", Budget = new(0.985, AccuracyOf: AccuracyOf.Mean) };
        var group = SeedGroup.Begin("mean", [1, 2], root: _runs.Root);
        group.With(1, _runs.Add(asks, [990]));

        Assert.Contains("open: 1 of 2 seeds not completed", Show("runs"));
    }

    private string Show(string command, params string[] words)
    {
        var terminal = new TestTerminal(width: 0);
        Assert.Equal(0, CommandLine.Run([command, .. words, "--root", _runs.Root], terminal.Environment));
        Assert.Empty(terminal.Error.ToString());
        return terminal.Output;
    }
}
