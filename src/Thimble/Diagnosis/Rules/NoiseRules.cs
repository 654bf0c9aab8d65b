using Thimble.Statistics;
using Thimble.Training;

namespace Thimble.Diagnosis.Rules;

/// <summary>What of the accuracies is luck: how exact they are, and what the last epochs show beyond their noise.</summary>
internal static class NoiseRules
{
    // Two standard errors: one verdict in twenty as far off would be chance.
    private const double StandardErrorsApart = 2;
    private const int FewestEpochs = 4;
    private const double WildSwing = 2;
    private const double SmallestRise = 0.5;
    private const int EpochsThatAreStable = 3;

    /// <summary>How exact an accuracy on so many images is, and whether the verdict stands clear of that.</summary>
    [TestedBy("NoiseRulesTests.A_verdict_within_the_noise_is_called_so")]
    public static IEnumerable<Finding> NoiseFloor(TrainedRun run)
    {
        EvaluationResult test = run.Final.Evaluated;
        double error = test.StandardError();
        string evidence = $"{Figures.Percent(test.Accuracy)} of {test.Count:N0} images has a standard error of {Figures.Points(error)}, {error * test.Count:0} images";
        if (run.Budget.Accuracy is not { } target)
        {
            yield return new("noise-floor", $"The final accuracy is exact to about ±{Figures.Points(2 * error)}", evidence, Confidence.Certain, Severity.Note);
            yield break;
        }

        double distance = (test.Accuracy - target) / error;
        bool isClear = Math.Abs(distance) >= StandardErrorsApart;
        string side = run.MissesAccuracy ? "missed" : "met";
        yield return new(
            "noise-floor",
            isClear ? $"The accuracy is {side} clear of the noise" : $"The accuracy is {side}, but by less than the noise",
            $"{evidence}; {Figures.Percent(target)} is {Math.Abs(distance):0.0} standard errors {(distance < 0 ? "above" : "below")} it",
            Confidence.Certain,
            isClear ? Severity.Note : Severity.Weakness,
            isClear ? "" : "Repeat with other seeds before believing it either way.");
    }

    /// <summary>What the best epoch owes to having been picked by looking at the test images.</summary>
    [TestedBy("NoiseRulesTests.The_best_epoch_owes_something_to_having_been_picked")]
    public static IEnumerable<Finding> BestEpochOptimism(TrainedRun run)
    {
        // Only epochs near the end compete for the best; the first ones never had a chance.
        int count = Math.Max(FewestEpochs, run.Epochs.Count / 2);
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

    /// <summary>Test accuracies that jump from epoch to epoch by more than their noise: the learning rate is too high.</summary>
    [TestedBy("NoiseRulesTests.Oscillation_is_held_against_sampling_noise")]
    public static IEnumerable<Finding> Oscillation(TrainedRun run)
    {
        // The first half is left out: there the accuracy rises steeply, which is no oscillation.
        EpochResult[] epochs = [.. run.Epochs.Skip(run.Epochs.Count / 2)];
        if (epochs.Length < FewestEpochs)
            yield break;
        double[] steps = [.. epochs.Zip(epochs.Skip(1), (one, next) => next.Evaluated.Accuracy - one.Evaluated.Accuracy)];
        double swing = new SampleStatistics(steps).StandardDeviation!.Value;
        // Two draws of test images would differ by this; the same images differ by less.
        double noise = Math.Sqrt(2) * epochs[^1].Evaluated.StandardError();
        string evidence = $"From epoch {epochs[0].Epoch} to {epochs[^1].Epoch} the test accuracy swings by {Figures.Points(swing)} from epoch to epoch "
            + $"(standard deviation); sampling alone would explain {Figures.Points(noise)}";
        yield return swing > WildSwing * noise
            ? new(
                "rate-too-high", "The test accuracy oscillates: the learning rate is too high at the end", evidence,
                Confidence.Likely, Severity.Problem, $"Let the rate, {epochs[^1].LearningRate:0.######} in the final epoch, fall by a factor of 10 or more before the end.")
            : new(
                "swings-within-noise", "The test accuracy does not swing more than sampling noise would", evidence,
                Confidence.Likely, Severity.Note);
    }

    /// <summary>Whether the last epochs still brought anything.</summary>
    [TestedBy("NoiseRulesTests.A_plateau_is_told_from_a_rise")]
    public static IEnumerable<Finding> Plateau(TrainedRun run)
    {
        int count = Math.Max(FewestEpochs, run.Epochs.Count / 3);
        if (run.Epochs.Count < count + 1)
            yield break;
        var trend = Trend.Of(run.LastAccuracies(count));
        // A rise of an image or two may be steady, but brings next to nothing.
        double rise = trend.Slope * (count - 1);
        bool isWorthSaying = rise > SmallestRise * run.Final.Evaluated.StandardError();
        string evidence = $"Over the last {count} epochs the test accuracy changes by {100 * trend.Slope:+0.000;-0.000} points an epoch "
            + $"(standard error {100 * trend.SlopeError:0.000})";
        Severity severity = run.MissesAccuracy ? Severity.Weakness : Severity.Note;
        if (trend.Rises && isWorthSaying)
        {
            yield return new(
                "still-improving", "The run ended while it was still improving", evidence, Confidence.Likely, severity,
                run.MissesAccuracy ? "Train longer, or with a higher learning rate early on." : "");
        }
        else
        {
            string title = trend.Rises
                ? $"Over the last {count} epochs the accuracy rises by less than half a standard error"
                : $"The last {count} epochs brought nothing that can be told from noise";
            yield return new(
                "plateau", title, evidence, Confidence.Likely, severity,
                run.MissesAccuracy ? "More epochs of the same will not help: lower the learning rate, or change the network." : "");
        }
    }

    /// <summary>For how many epochs on end the run has been above the target.</summary>
    [TestedBy("NoiseRulesTests.A_finish_is_stable_where_the_last_epochs_are_all_above_the_target")]
    public static IEnumerable<Finding> StableFinish(TrainedRun run)
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
        yield return above >= Math.Min(EpochsThatAreStable, run.Epochs.Count)
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
