using System.Text.RegularExpressions;
using Thimble.Cli.Tests.Tools;

namespace Thimble.Cli.Tests;

/// <summary>Looking closer at a run.</summary>
public class EvaluateTests(TrainedRun run) : IClassFixture<TrainedRun>
{
    [Fact]
    public void It_finds_the_figures_that_training_printed()
    {
        ProcessResult evaluation = ThimbleProcess.Run(run.Folder, "evaluate", "sprint");

        Assert.Equal(0, evaluation.ExitCode);
        string final = run.Training.Output.Split('\n').Last(line => line.StartsWith("Test set:", StringComparison.Ordinal));
        string loss = final.Split("Average loss: ")[1].Split(',')[0];
        string correct = final.Split("Accuracy: ")[1].Split(' ')[0];
        Assert.Contains($"Loss      {loss}\n", evaluation.Output);
        Assert.Contains($"({correct})", evaluation.Output);
        Snapshot.Matches("evaluate-file", Regex.Replace(Mask.Of(evaluation.Output, run.Folder), "off by [0-9.]+ points", "off by # points"));
    }

    [Fact]
    public void The_run_kept_what_each_image_was_taken_for()
    {
        string[] rows = File.ReadAllLines(run.Folder["runs/sprint/001/predictions.csv"])[1..];
        string final = run.Training.Output.Split('\n').Last(line => line.StartsWith("Test set:", StringComparison.Ordinal));

        Assert.Equal(100, rows.Length);
        Assert.Contains($" {rows.Count(row => row.Split(',') is [_, var label, var predicted, ..] && label == predicted)}/100 ", final);
    }

    [Fact]
    public void It_says_how_the_best_weights_were_picked()
    {
        ProcessResult evaluation = ThimbleProcess.Run(run.Folder, "evaluate", "sprint", "--weights", "best");

        Assert.Contains("best weights, an epoch picked by looking at the test images", evaluation.Output);
    }

    [Fact]
    public void It_says_when_the_data_is_not_that_of_the_run()
    {
        ProcessResult evaluation = ThimbleProcess.Run(run.Folder, "evaluate", "sprint", "--test-images", "50");

        Assert.Equal(0, evaluation.ExitCode);
        Assert.Contains("not the images that the run was evaluated on: synthetic-digits, 100 test images", evaluation.Output);
    }
}
