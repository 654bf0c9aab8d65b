using Thimble.Training;

namespace Thimble.Diagnosis.Rules;

/// <summary>Steps of the learning rate that came when the old rate was long exhausted, or still had much to give.</summary>
internal static class StepTimingRule
{
    private const double Step = 0.5;
    private const int LongWait = 3;

    public static IEnumerable<Finding> Find(TrainedRun run)
    {
        // A schedule that falls all the time has no step to judge.
        if (run.Recipe.Schedule is not (StepLR or MultiStepLR))
            yield break;
        int first = 0;
        for (int i = 1; i < run.Epochs.Count; i++)
        {
            if (run.Epochs[i].LearningRate > Step * run.Epochs[i - 1].LearningRate)
                continue;
            if ((TooLate(run, first, i) ?? TooEarly(run, first, i)) is { } finding)
                yield return finding;
            first = i;
        }
    }

    // Nothing was gained for epochs before the step, and much at it.
    private static Finding? TooLate(TrainedRun run, int first, int step)
    {
        EpochResult best = run.Epochs.Take(first..step).MaxBy(epoch => epoch.Evaluated.Accuracy)!;
        EpochResult after = run.Epochs[step];
        int waited = run.Epochs[step - 1].Epoch - best.Epoch;
        double gain = after.Evaluated.Accuracy - best.Evaluated.Accuracy;
        if (waited < LongWait || gain < after.Evaluated.StandardError())
            return null;
        return new(
            "stepped-late", $"The learning rate fell {waited} epochs later than it could have",
            $"At {run.Epochs[step - 1].LearningRate:0.######} the best test accuracy came in epoch {best.Epoch}, {Figures.Percent(best.Evaluated.Accuracy)}; "
            + $"epoch {after.Epoch}, the first at {after.LearningRate:0.######}, has {Figures.Percent(after.Evaluated.Accuracy)}",
            Confidence.Possible, Severity.Weakness, $"Step after about {best.Epoch + 1} epochs, and spend the rest at the lower rate.");
    }

    // The training loss was falling fast, and hardly falls afterwards.
    private static Finding? TooEarly(TrainedRun run, int first, int step)
    {
        if (step - first < 2 || run.Epochs.Count - step < 3)
            return null;
        double before = Fall(run.Epochs[step - 2], run.Epochs[step - 1]);
        double after = Fall(run.Epochs[step + 1], run.Epochs[step + 2]);
        if (before < 0.1 || after > before / 4)
            return null;
        return new(
            "stepped-early", "The learning rate fell while the old one still had much to give",
            $"In the last epoch at {run.Epochs[step - 1].LearningRate:0.######} the training loss fell by {Figures.Percent(before)}; two epochs after the step "
            + $"to {run.Epochs[step].LearningRate:0.######} it fell by {Figures.Percent(Math.Max(0, after))}",
            Confidence.Possible, Severity.Weakness, "Step a few epochs later.");
    }

    private static double Fall(EpochResult one, EpochResult next) => 1 - (next.Training.Loss / one.Training.Loss);
}
