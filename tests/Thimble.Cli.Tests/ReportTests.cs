using Thimble.Cli.Tests.Tools;

namespace Thimble.Cli.Tests;

/// <summary>A run as something to read.</summary>
public class ReportTests(TrainedRun run) : IClassFixture<TrainedRun>
{
    [Fact]
    public void It_is_written_beside_the_run_and_shows_the_worst_mistakes()
    {
        ProcessResult report = ThimbleProcess.Run(run.Folder, "report", "sprint/1");

        Assert.Equal((0, ""), (report.ExitCode, report.Error));
        string folder = Path.Combine("runs", "sprint", "001", "report");
        Assert.Equal($"Markdown  {Path.Combine(folder, "report.md")}\nPage      {Path.Combine(folder, "report.html")}\n", report.Output);
        string markdown = File.ReadAllText(run.Folder[Path.Combine(folder, "report.md")]);
        Assert.DoesNotContain("**Note:**", markdown);
        Assert.Contains("thimble train sprint --data-name synthetic-digits", markdown);
        Assert.Contains("](mistakes.svg)", markdown);
        Assert.Contains("predicted as", File.ReadAllText(run.Folder[Path.Combine(folder, "mistakes.svg")]));
    }

    [Fact]
    public void Several_runs_go_where_it_is_said()
    {
        ThimbleProcess.Run(run.Folder, ["train", "sprint", .. TrainedRun.ShortTraining, "--seed", "2", "--out", "second"]);

        ProcessResult report = ThimbleProcess.Run(run.Folder, "report", "sprint/1", "second", "--out", "both", "--open", "no");

        Assert.Equal(0, report.ExitCode);
        Assert.Contains("<h1>sprint/1, second</h1>", File.ReadAllText(run.Folder["both/report.html"]));
        Assert.True(File.Exists(run.Folder["both/accuracy-parameters.svg"]));
    }
}
