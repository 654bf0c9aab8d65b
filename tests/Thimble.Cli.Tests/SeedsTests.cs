using System.Diagnostics;
using System.Globalization;
using Thimble.Cli.Tests.Tools;
using Thimble.Lab;

namespace Thimble.Cli.Tests;

/// <summary>An experiment repeated with other seeds.</summary>
public sealed class SeedsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_seed_has_its_folder_and_the_end_sums_up()
    {
        ProcessResult series = ThimbleProcess.Run(_folder, ["train", "sprint", .. TrainedRun.ShortTraining, "--seeds", "3", "--seed", "5", "--threads", "1"]);

        Assert.Equal(0, series.ExitCode);
        Assert.DoesNotContain('\e', series.Output);
        Snapshot.Matches("train-seeds-file", Mask.Of(series.Output[series.Output.IndexOf("Seed 5", StringComparison.Ordinal)..], _folder));
        string[] rows = [.. Enumerable.Range(1, 3).Select(number => File.ReadAllLines(_folder[$"runs/sprint/00{number}/metrics.csv"])[^1])];
        double[] accuracies = [.. rows.Select(row => double.Parse(row.Split(',')[6], CultureInfo.InvariantCulture))];
        Assert.Contains($"mean {100 * accuracies.Average():0.000}%, standard deviation ", series.Output);
        Assert.Contains("Group     sprint/seeds-1: ", series.Output);
        Assert.Equal(0, ThimbleProcess.Run(_folder, "report", "sprint/seeds-1", "--open", "no").ExitCode);
        Assert.Contains("| 7 | sprint/3 |", File.ReadAllText(_folder["reports/sprint-seeds-1/report.md"]));
        Assert.Contains("\nsprint/seeds-1  ", $"\n{ThimbleProcess.Run(_folder, "runs").Output}");
        Assert.Contains("seed: 7", File.ReadAllText(_folder["runs/sprint/003/experiment.yaml"]));
    }

    [Fact]
    public void A_list_goes_into_folders_below_the_one_given()
    {
        ProcessResult series = ThimbleProcess.Run(
            _folder, ["train", "sprint", .. TrainedRun.ShortTraining, "--seeds", "9,2-3", "--quiet", "--out", "mine", "--require-budget"]);

        Assert.Equal(4, series.ExitCode);
        Assert.Equal(["seed-2", "seed-3", "seed-9"], Directory.GetDirectories(_folder["mine"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.StartsWith("Seed 9: final ", series.Output);
        Assert.Contains("Seeds     sprint: 3 of 3 completed\n", series.Output);

        ProcessResult more = ThimbleProcess.Run(_folder, ["train", "sprint", .. TrainedRun.ShortTraining, "--seeds", "4-4", "--quiet", "--out", "mine"]);
        Assert.Contains("Seeds     sprint: 4 of 4 completed\n", more.Output);
        Assert.Contains("Group     mine: ", more.Output);
    }

    [Fact]
    public void A_group_whose_training_was_killed_is_completed_by_the_same_command()
    {
        string[] command = ["train", "sprint", "--data-name", "synthetic-digits", "--train-images", "3000", "--test-images", "100", "--epochs", "6", "--seeds", "1-2", "--out", "mine"];
        using (Process process = ThimbleProcess.Start(_folder, "dotnet", [ThimbleProcess.Program, .. command]))
        {
            string? line;
            while ((line = process.StandardOutput.ReadLine()) is not null && !line.Contains("Epoch=2 ", StringComparison.Ordinal))
            {
            }

            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }

        Assert.False(File.Exists(_folder["mine/seed-1/result.json"]));
        DateTimeOffset started = RunFolder.Open(_folder["mine/seed-1"]).LoadEnvironment().Started;

        ProcessResult again = ThimbleProcess.Run(_folder, [.. command, "--quiet"]);
        ProcessResult complete = ThimbleProcess.Run(_folder, [.. command, "--quiet", "--require-budget"]);

        Assert.Equal((0, ""), (again.ExitCode, again.Error));
        Assert.Contains("Seeds     sprint: 2 of 2 completed\n", again.Output);
        Assert.Equal(started, RunFolder.Open(_folder["mine/seed-1"]).LoadEnvironment().Started);
        Assert.Contains("Seed 1: trained before (completed); mine/seed-1\nSeed 2: trained before (completed); mine/seed-2\n", complete.Output);
        Assert.Equal(ExitCode.BudgetMissed, complete.ExitCode);
    }

    [Fact]
    public void A_group_takes_no_runs_of_another_training()
    {
        string[] command = ["train", "sprint", .. TrainedRun.ShortTraining, "--quiet", "--out", "mine"];
        Assert.Equal(0, ThimbleProcess.Run(_folder, [.. command, "--seeds", "1-1"]).ExitCode);

        ProcessResult other = ThimbleProcess.Run(_folder, [.. command, "--seeds", "2-2", "--set", "recipe.optimizer.sgd.learning_rate=0.3"]);

        Assert.Equal(
            (ExitCode.InvalidInput, "thimble: mine/seeds.json: the run of seed 1 has other network, recipe or settings; choose another folder with --out\n"), (other.ExitCode, other.Error));
        Assert.False(Directory.Exists(_folder["mine/seed-2"]));
    }

    [Fact]
    public void A_budget_on_a_mean_is_not_met_by_one_run() => Assert.Equal(
        ExitCode.BudgetMissed,
        ThimbleProcess.Run(_folder, ["train", "sprint", .. TrainedRun.ShortTraining, "--quiet", "--require-budget", "--set", "budget={accuracy: 1%, accuracy_of: mean}"]).ExitCode);

    [Fact]
    public void A_seed_that_diverged_before_is_not_forgotten()
    {
        string[] command = ["train", "sprint", .. TrainedRun.ShortTraining, "--set", "recipe.optimizer.sgd.learning_rate=1e30", "--quiet", "--out", "mine"];
        Assert.Equal(ExitCode.Failure, ThimbleProcess.Run(_folder, [.. command, "--seeds", "1-2"]).ExitCode);

        Assert.Equal(ExitCode.Failure, ThimbleProcess.Run(_folder, [.. command, "--seeds", "1-2"]).ExitCode);
    }
}
