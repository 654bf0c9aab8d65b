using Thimble.Statistics;
using Thimble.Training;

namespace Thimble.Diagnosis.Rules;

/// <summary>What of the accuracies is luck: how exact they are, and what the last epochs show beyond their noise.</summary>
internal static class NoiseRules
{
    private const int FewestEpochs = 4;
    private const double WildSwing = 2;
    private const int FewestFalls = 2;
    private const double SmallestRise = 0.5;
    private const int EpochsThatAreStable = 3;
    // With so much noise in one accuracy, a flat end says little.
    private const double TooFewImages = 0.01;
    private const string Known = "The training images are known already, so more epochs will hardly help: add training images, or augment them.";
    // How far the best of several epochs is off by chance is itself an estimate, and from less than this a rough one.
    private const int FewestImagesForLikely = 1000;
    private const int FewestEpochsForLikely = 8;

    /// <summary>How exact an accuracy is on as many images as there are, and whether the verdict stands clear of that.</summary>
    [TestedBy("NoiseRulesTests.A_verdict_within_the_noise_is_called_so")]
    public static IEnumerable<Finding> NoiseFloor(TrainedRun run)
    {
        EvaluationResult test = run.Final.Evaluated;
        if (test.Count == 0)
            yield break;
        AccuracyInterval interval = test.Interval();
        string accuracy = Figures.Percent(test.Accuracy);
        string range = $"{Figures.Percent(interval.Lower)} to {Figures.Percent(interval.Upper)}";
        string evidence = $"{test.Correct:N0} of {Figures.Count(test.Count, $"{run.Split} image")} are correctly classified; Wilson's 95% interval is {range}, "
            + $"and one image is {Figures.Points(1.0 / test.Count)}";
        // A mean of several seeds is not met or missed by one of them.
        if (run.Budget.Accuracy is not { } target || run.Budget.AccuracyOf == AccuracyOf.Mean)
        {
            yield return new(
                "noise-floor", $"On {Figures.Count(test.Count, $"{run.Split} image")}, {accuracy} may stand for anything from {range}",
                evidence, Confidence.Certain, Severity.Note);
            yield break;
        }

        bool isClear = target < interval.Lower || target > interval.Upper;
        string side = run.MissesAccuracy ? "missed" : "met";
        yield return new(
            "noise-floor",
            isClear
                ? $"The accuracy is {side} clear of the noise"
                : $"The accuracy is {side}, but by less than the noise of {Figures.Count(test.Count, $"{run.Split} image")}",
            $"{evidence}; the target, {Figures.Percent(target)}, is {(isClear ? "outside" : "inside")} it",
            Confidence.Certain,
            isClear ? Severity.Note : Severity.Weakness,
            isClear ? "" : "Evaluate on more images, and repeat with other seeds, before believing it either way.");
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
        // The best of several guesses says nothing.
        if (run.IsGuess(best.Evaluated))
            yield break;
        EvaluationResult final = run.Final.Evaluated;
        string figures = $"Best {Figures.Percent(best.Evaluated.Accuracy)}, final {Figures.Percent(final.Accuracy)} of {Figures.Count(final.Count, $"{run.Split} image")}";
        int ahead = best.Evaluated.Correct - final.Correct;
        if (ahead <= 0)
        {
            yield return new(
                "best-epoch-optimism",
                best.Epoch == run.Final.Epoch ? "The final epoch is the best: nothing was picked" : "The final epoch is as good as the best: nothing was gained by picking",
                figures, Confidence.Certain, Severity.Note);
            yield break;
        }

        // Picking flatters by the noise of the images alone: by no more than sampling has, and no more than the epochs show.
        double scatter = Math.Min(Trend.ScatterAboutCourse(run.LastAccuracies(count)), NoiseOf(run.Epochs.TakeLast(count)));
        double byChance = Noise.ExpectedMaximum(count) * scatter;
        double difference = (double)ahead / final.Count;
        bool isOnlyBest = run.Budget.Accuracy is { } target && run.MissesAccuracy && TrainedRun.Reaches(best, target);
        yield return new(
            "best-epoch-optimism",
            $"The best epoch, {best.Epoch}, is {Figures.Points(difference)} ({Figures.Count(ahead, "image")}) above the final one"
            + (difference <= 2 * byChance ? ": picking the best explains that much" : ": more than picking the best explains"),
            $"{figures}; picking the best of the last {count} epochs, each off by {Figures.Points(scatter)} by chance, adds about {Figures.Points(byChance)}",
            final.Count >= FewestImagesForLikely && count >= FewestEpochsForLikely ? Confidence.Likely : Confidence.Possible,
            isOnlyBest ? Severity.Weakness : Severity.Note,
            isOnlyBest ? "Report the final epoch, or pick the epoch on validation images." : "");
    }

    /// <summary>Test accuracies that jump from epoch to epoch by more than their noise: the learning rate is too high.</summary>
    [TestedBy("NoiseRulesTests.Oscillation_is_held_against_sampling_noise")]
    public static IEnumerable<Finding> Oscillation(TrainedRun run)
    {
        // Epochs at a higher rate, which has since fallen, say nothing about the rate at the end, and neither does the steep rise before.
        IReadOnlyList<EpochResult> epochs = run.AtFinalRate;
        if (epochs.Count < FewestEpochs)
            yield break;
        double[] accuracies = [.. epochs.Select(epoch => epoch.Evaluated.Accuracy)];
        double scatter = Trend.ScatterAboutCourse(accuracies);
        // Other images at every epoch would scatter by this; the same images scatter by less.
        double noise = NoiseOf(epochs);
        bool[] falls = [.. accuracies.Zip(accuracies.Skip(1), (one, next) => one - next > Math.Sqrt(2) * noise)];
        bool isWild = scatter > WildSwing * noise && falls.Count(fell => fell) >= FewestFalls && falls.TakeLast(FewestEpochs - 1).Contains(true);
        string evidence = $"From epoch {epochs[0].Epoch} to {epochs[^1].Epoch}, at about the final learning rate, the {run.Split} accuracy scatters by {Figures.Points(scatter)} "
            + $"(standard deviation about its course); the sampling noise of {Figures.Count(run.Final.Evaluated.Count, "image")} is {Figures.Points(noise)}";
        yield return isWild
            ? new(
                "rate-too-high", $"The {run.Split} accuracy oscillates: the learning rate is too high at the end", evidence,
                Confidence.Likely, run.Budget.Accuracy is null || run.MissesAccuracy ? Severity.Problem : Severity.Weakness,
                $"Let the rate, {epochs[^1].LearningRate:0.######} in the final epoch, fall by a factor of 10 or more before the end.")
            : new(
                "swings-within-noise", $"The {run.Split} accuracy does not oscillate at the end", evidence,
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
        double change = trend.Slope * (count - 1);
        double noise = NoiseOf(run.Epochs.TakeLast(count));
        bool isWorthSaying = Math.Abs(change) > SmallestRise * noise;
        string evidence = $"Over the last {count} epochs the {run.Split} accuracy changes by {100 * trend.Slope:+0.000;-0.000;0.000} points an epoch "
            + $"(standard error {100 * trend.SlopeError:0.000})";
        Severity severity = run.MissesAccuracy ? Severity.Weakness : Severity.Note;
        if (trend.Rises && isWorthSaying)
        {
            yield return new(
                "still-improving", "The run ended while it was still improving", evidence, Confidence.Likely, severity,
                !run.MissesAccuracy ? ""
                    : run.MayTrainLonger ? "Train longer, or with a higher learning rate early on."
                    : "The budget allows no more epochs: use a higher learning rate early on.");
        }
        else if (trend.Falls && isWorthSaying)
        {
            yield return new(
                "falling", $"Over the last {count} epochs the {run.Split} accuracy falls", evidence, Confidence.Likely, severity,
                run.MissesAccuracy ? "Stop earlier, or let the learning rate fall sooner." : "");
        }
        else if (run.EndsSpent)
        {
            yield return new(
                "flat-at-spent-rate", $"The last {count} epochs brought {Brought(trend)}: the learning rate was used up",
                $"{evidence}; the rate ended at {run.Final.LearningRate:0.######}, and its highest was {run.Epochs.Max(epoch => epoch.LearningRate):0.######}", Confidence.Likely, severity,
                !run.MissesAccuracy ? ""
                    : run.KnowsTrainingImages ? Known
                    : run.MayTrainLonger ? "This flat end says nothing about a longer schedule: more epochs, or a rate that falls later, may help."
                    : "Let the rate fall later: it ended the training, not the network.");
        }
        else if (noise > TooFewImages)
        {
            string images = Figures.Count(run.Final.Evaluated.Count, $"{run.Split} image");
            yield return new(
                "flat-within-noise", $"What the last {count} epochs brought cannot be seen on {images}",
                $"{evidence}; the sampling noise of an accuracy is {Figures.Points(noise)}", Confidence.Likely, severity,
                !run.MissesAccuracy ? ""
                    : run.KnowsTrainingImages ? Known
                    : "Evaluate on more images before deciding whether more epochs help.");
        }
        else
        {
            yield return new(
                "plateau", $"The last {count} epochs brought {Brought(trend)}", evidence, Confidence.Likely, severity,
                !run.MissesAccuracy ? ""
                    : run.KnowsTrainingImages ? Known
                    : "More epochs of the same will not help: lower the learning rate, or change the network.");
        }
    }

    /// <summary>For how many epochs in a row the run has been above the target.</summary>
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
            + $"the accuracy of the last {Math.Min(5, run.Epochs.Count)}: {string.Join(", ", run.LastAccuracies(5).Select(Figures.Percent))}";
        yield return above >= Math.Min(EpochsThatAreStable, run.Epochs.Count)
            ? new(
                "stable-finish",
                above == 1 ? $"The only epoch is at or above {asked}" : $"The last {Figures.Count(above, "epoch")} are all at or above {asked}",
                evidence, Confidence.Certain, Severity.Note)
            : new(
                "unstable-finish",
                above == 0
                    ? $"{asked} was reached in between, but not in the end"
                    : $"Only the last {(above == 1 ? "epoch is" : $"{above} epochs in a row are")} at or above {asked}",
                evidence, Confidence.Certain, Severity.Weakness,
                run.EndsSpent
                    ? "Average the weights, or raise the accuracy: the learning rate has nowhere left to fall."
                    : "Let the learning rate fall further at the end, or average the weights: the last epochs should differ little.");
    }

    private static string Brought(Trend trend) => trend.Rises ? "less than half a standard error" : "nothing that can be told from noise";

    // The binomial standard error of the accuracies' mean, on as many images as there are.
    private static double NoiseOf(IEnumerable<EpochResult> epochs)
    {
        EpochResult[] all = [.. epochs];
        return Noise.StandardError((int)Math.Round(all.Average(epoch => epoch.Evaluated.Correct)), all[^1].Evaluated.Count);
    }
}
