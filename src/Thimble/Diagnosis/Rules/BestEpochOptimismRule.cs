using Thimble.Statistics;
using Thimble.Training;

namespace Thimble.Diagnosis.Rules;

/// <summary>What the best epoch owes to having been picked by looking at the test images.</summary>
internal static class BestEpochOptimismRule
{
    private const int Fewest = 4;

    public static IEnumerable<Finding> Find(TrainedRun run)
    {
        // Only epochs near the end compete for the best; the first ones never had a chance.
        int count = Math.Max(Fewest, run.Epochs.Count / 2);
        if (run.Epochs.Count < count)
            yield break;
        EpochResult best = run.Epochs.MaxBy(epoch => epoch.Evaluated.Accuracy)!;
        double ahead = best.Evaluated.Accuracy - run.Final.Evaluated.Accuracy;
        double scatter = Trend.Of(run.LastAccuracies(count)).Scatter;
        double expected = Noise.ExpectedMaximum(count) * scatter;
        bool isOnlyBest = run.Budget.Accuracy is { } target && run.MissesAccuracy && TrainedRun.Reaches(best, target);
        yield return new(
            "best-epoch-optimism",
            best.Epoch == run.Final.Epoch ? "The final epoch is the best: nothing was picked"
                : ahead == 0 ? "The final epoch is as good as the best: nothing was gained by picking"
                : $"The best epoch, {best.Epoch}, is {Figures.Points(ahead)} above the final one because it was picked",
            $"Best {Figures.Percent(best.Evaluated.Accuracy)}, final {Figures.Percent(run.Final.Evaluated.Accuracy)}; the last {count} epochs scatter by {Figures.Points(scatter)} "
            + $"about their trend, and the best of {count} such epochs is {Figures.Points(expected)} too high by chance",
            Confidence.Certain,
            isOnlyBest ? Severity.Weakness : Severity.Note,
            isOnlyBest ? "Quote the final epoch, or pick the epoch on validation images." : "");
    }
}
