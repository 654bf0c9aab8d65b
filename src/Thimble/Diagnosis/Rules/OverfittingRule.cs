using Thimble.Evaluation;
using Thimble.Training;

namespace Thimble.Diagnosis.Rules;

/// <summary>Training images known better than test images, and from which epoch on.</summary>
internal static class OverfittingRule
{
    private const double SmallGap = 0.002;
    private const double Clear = 3;

    public static IEnumerable<Finding> Find(TrainedRun run)
    {
        // As test images are seen, if that was measured: dropout and augmentation hide what is known by heart.
        EvaluationResult training = run.Statistics?.TrainingImages ?? run.Final.Training;
        EvaluationResult test = run.Final.Evaluated;
        double gap = training.Accuracy - test.Accuracy;
        double distance = gap / training.StandardErrorOfGap(test);
        if (gap < SmallGap || distance < Clear)
            yield break;
        string how = run.Statistics is null ? "as they were trained on" : "without dropout and augmentation";
        yield return new(
            "over-fitting",
            $"Over-fitting: training images are known {Figures.Points(gap)} better than test images",
            $"{Figures.Percent(training.Accuracy)} of the training images {how} against {Figures.Percent(test.Accuracy)} of the test images, "
            + $"{distance:0.0} standard errors apart{Opening(run)}{Loss(run)}",
            Confidence.Likely,
            run.MissesAccuracy || gap > 0.01 ? Severity.Problem : Severity.Weakness,
            "Augment the images, add dropout where there are many channels, use fewer parameters, or stop earlier.");
    }

    // The epoch from which the gap stayed clear of the noise to the end.
    private static string Opening(TrainedRun run)
    {
        EpochResult[] open = [.. run.Epochs.Reverse().TakeWhile(IsOpen)];
        return open.Length == 0 ? "" : $"; the gap has been open since epoch {open[^1].Epoch}";
    }

    private static bool IsOpen(EpochResult epoch)
    {
        double gap = epoch.Training.Accuracy - epoch.Evaluated.Accuracy;
        return gap >= SmallGap && gap >= Clear * epoch.Training.StandardErrorOfGap(epoch.Evaluated);
    }

    private static string Loss(TrainedRun run)
    {
        EpochResult least = run.Epochs.MinBy(epoch => epoch.Evaluated.Loss)!;
        return run.Final.Evaluated.Loss > 1.1 * least.Evaluated.Loss
            ? $"; the test loss was least in epoch {least.Epoch}, {least.Evaluated.Loss:0.0000}, and is {run.Final.Evaluated.Loss:0.0000} now"
            : "";
    }
}
