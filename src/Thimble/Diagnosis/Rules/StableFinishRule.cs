using Thimble.Training;

namespace Thimble.Diagnosis.Rules;

/// <summary>For how many epochs on end the run has been above the target.</summary>
internal static class StableFinishRule
{
    private const int Enough = 3;

    public static IEnumerable<Finding> Find(TrainedRun run)
    {
        if (run.Budget.Accuracy is not { } target)
            yield break;
        int above = run.Epochs.Reverse().TakeWhile(epoch => TrainedRun.Reaches(epoch, target)).Count();
        EpochResult[] ever = [.. run.Epochs.Where(epoch => TrainedRun.Reaches(epoch, target))];
        if (ever.Length == 0)
            yield break;
        string asked = Figures.Percent(target);
        string evidence = $"{asked} was reached in {Figures.Count(ever.Length, "epoch")} of {run.Epochs.Count}, first in epoch {ever[0].Epoch}; "
            + $"of the last {Math.Min(5, run.Epochs.Count)}: {string.Join(", ", run.LastAccuracies(5).Select(Figures.Percent))}";
        yield return above >= Math.Min(Enough, run.Epochs.Count)
            ? new("stable-finish", $"The last {Figures.Count(above, "epoch")} are all at or above {asked}", evidence, Confidence.Certain, Severity.Note)
            : new(
                "unstable-finish",
                above == 0
                    ? $"{asked} was reached on the way, but not in the end"
                    : $"Only the last {(above == 1 ? "epoch is" : $"{above} epochs are")} at or above {asked} without a break",
                evidence, Confidence.Certain, Severity.Weakness,
                "Let the learning rate fall further at the end, or average the weights: the last epochs should differ little.");
    }
}
