using System.Globalization;
using Thimble.Cli.Tests.Tools;

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
}
