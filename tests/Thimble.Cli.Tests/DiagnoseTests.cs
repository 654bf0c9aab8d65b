using System.Text.Json;
using Thimble.Cli.Tests.Tools;

namespace Thimble.Cli.Tests;

/// <summary>Findings on the console.</summary>
public class DiagnoseTests(TrainedRun run) : IClassFixture<TrainedRun>
{
    [Theory]
    [InlineData(0)]
    [InlineData(80)]
    [InlineData(120)]
    public void An_experiment_is_judged_before_it_is_trained(int width)
    {
        var terminal = new TestTerminal(width);

        Assert.Equal(0, CommandLine.Run(["diagnose", "part2"], terminal.Environment));

        var screen = new TerminalScreen(width == 0 ? 10_000 : width).Show(terminal.Output);
        Assert.Equal(0, screen.Overruns);
        Assert.Equal(width > 0, terminal.Output.Contains('\e'));
        Snapshot.Matches(width == 0 ? "diagnose-file" : $"diagnose-terminal-{width}", screen.Text);
    }

    [Fact]
    public void Json_holds_the_same_findings()
    {
        var terminal = new TestTerminal(width: 80);

        Assert.Equal(0, CommandLine.Run(["diagnose", "part2", "--json"], terminal.Environment));

        using var json = JsonDocument.Parse(terminal.Output);
        JsonElement first = json.RootElement[0];
        Assert.Equal("erasing-bottleneck", first.GetProperty("id").GetString());
        Assert.Equal("problem", first.GetProperty("severity").GetString());
        Assert.Equal("certain", first.GetProperty("confidence").GetString());
        Assert.All(json.RootElement.EnumerateArray(), finding => Assert.NotEmpty(finding.GetProperty("evidence").GetString()!));
    }

    [Theory]
    [InlineData("sprint/1")]
    [InlineData("runs/sprint/001")]
    [InlineData("sprint", "--run")]
    public void A_run_is_judged_by_what_it_brought(params string[] words)
    {
        ProcessResult result = ThimbleProcess.Run(run.Folder, ["diagnose", .. words]);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("synthetic-digits", result.Output);
        Assert.Contains(" noise-floor: ", result.Output);
        Assert.Contains("statistics: ", result.Output);
        Assert.DoesNotContain('\e', result.Output);
    }

    [Fact]
    public void Without_its_data_a_run_is_judged_by_what_training_kept()
    {
        Assert.Contains("What training measured on the trained network is read instead.", WithoutData("sprint/1", "statistics"));
    }

    [Fact]
    public void An_older_run_without_its_data_is_judged_by_its_figures()
    {
        string older = Path.Combine(run.Folder.Path, "runs", "older");
        Directory.CreateDirectory(older);
        foreach (string file in (string[])["experiment.yaml", "environment.json", "metrics.csv"])
            File.Copy(run.Folder[$"runs/sprint/001/{file}"], Path.Combine(older, file), overwrite: true);

        Assert.Contains("Without it the trained network is not looked into.", WithoutData("runs/older", "noise-floor"));
    }

    private string WithoutData(string name, string expected)
    {
        ProcessResult result = ThimbleProcess.Run(run.Folder, "diagnose", name, "--json", "--data-name", "mnist", "--no-download");

        Assert.Equal(0, result.ExitCode);
        using var json = JsonDocument.Parse(result.Output);
        Assert.Contains(json.RootElement.EnumerateArray(), finding => finding.GetProperty("id").GetString()!.Contains(expected, StringComparison.Ordinal));
        return result.Error;
    }

    [Fact]
    public void A_name_that_is_nothing_is_reported_in_one_line()
    {
        var terminal = new TestTerminal(width: 0);

        Assert.Equal(ExitCode.InvalidInput, CommandLine.Run(["diagnose", "no-such-thing"], terminal.Environment));
        Assert.Contains("there is no experiment or file 'no-such-thing'", terminal.Error.ToString());
    }
}
