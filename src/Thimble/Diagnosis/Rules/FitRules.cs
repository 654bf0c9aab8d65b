using Thimble.Training;

namespace Thimble.Diagnosis.Rules;

/// <summary>What the network learned of its training images, and what of the test images.</summary>
internal static class FitRules
{
    private const double SmallGap = 0.002;
    private const double StandardErrorsApart = 3;
    private const double StandardErrorsOfDoubt = 2;
    // The probability of an erased image from which training accuracy says nothing about fit.
    private const double Erased = 0.01;

    /// <summary>A run that ends about where guessing would.</summary>
    [TestedBy("FitRulesTests.A_network_that_guesses_has_not_learned")]
    public static IEnumerable<Finding> NotLearning(TrainedRun run)
    {
        if (!run.IsGuess(run.Final.Evaluated) || !run.IsGuess(run.Final.Training))
            yield break;
        EpochResult best = run.Epochs.MaxBy(epoch => epoch.Evaluated.Accuracy)!;
        if (!run.IsGuess(best.Evaluated) && !run.IsGuess(best.Training))
        {
            yield return new(
                "collapsed", "The network lost again what it had learned: in the end it does no better than guessing",
                $"{Figures.Percent(best.Evaluated.Accuracy)} of {Figures.Count(best.Evaluated.Count, $"{run.Split} image")} in epoch {best.Epoch}, "
                + $"{Figures.Percent(run.Final.Evaluated.Accuracy)} in epoch {run.Final.Epoch}; guessing reaches {Figures.Percent(run.Guess)}",
                Confidence.Likely, Severity.Problem, "Lower the learning rate: a few steps were too large to come back from.");
            yield break;
        }

        yield return new(
            "not-learning", "The network has learned next to nothing",
            $"{Figures.Percent(run.Final.Evaluated.Accuracy)} of {Figures.Count(run.Final.Evaluated.Count, $"{run.Split} image")} and "
            + $"{Figures.Percent(run.Final.Training.Accuracy)} of the training images; guessing reaches {Figures.Percent(run.Guess)}",
            Confidence.Likely, Severity.Problem,
            "Change the learning rate by factors of 10 either way; without normalization, add it.");
    }

    /// <summary>A target missed by a network that does not know its training images much better than the test images.</summary>
    [TestedBy("FitRulesTests.Under_fitting_is_judged_without_dropout_and_augmentation")]
    public static IEnumerable<Finding> Underfitting(TrainedRun run)
    {
        if (!run.MissesAccuracy || run.Budget.Accuracy is not { } target || run.PlainTraining is not { } fit)
            yield break;
        double shortfall = target - fit.Accuracy;
        // Where training images are known far better than test images, knowing them even better is not what is missing.
        if (shortfall < fit.StandardError() || fit.Accuracy - run.Final.Evaluated.Accuracy > shortfall)
            yield break;
        bool isErased = Erasure.In(run.Network).Probability >= Erased;
        yield return new(
            "under-fitting",
            $"Under-fitting: even training images stay {Figures.Points(shortfall)} below the target",
            $"{Figures.Percent(fit.Accuracy)} of {fit.Count:N0} training images without dropout and augmentation, {Figures.Percent(target)} asked for, "
            + $"{Figures.Percent(run.Final.Evaluated.Accuracy)} of the {run.Split} images"
            + (isErased ? "; dropout that wipes out whole images is part of it" : ""),
            Confidence.Likely,
            Severity.Problem,
            isErased
                ? "First remove the dropout that wipes out images; then judge capacity and learning rate."
                : $"{(run.Budget.ParametersBelow is null ? "More channels or layers" : "A better use of the parameters")}{(run.MayTrainLonger ? ", more epochs" : "")}, "
                    + "or less dropout and augmentation.");
    }

    /// <summary>Training images known better than test images, and from which epoch on.</summary>
    [TestedBy("FitRulesTests.Over_fitting_is_shown_with_the_epoch_it_began")]
    public static IEnumerable<Finding> Overfitting(TrainedRun run)
    {
        // As test images are seen, if that was measured: dropout and augmentation hide what is known by heart.
        EvaluationResult training = run.Statistics?.TrainingImages ?? run.Final.Training;
        EvaluationResult test = run.Final.Evaluated;
        double gap = training.Accuracy - test.Accuracy;
        double distance = gap / training.StandardErrorOfGap(test);
        if (gap < SmallGap || distance < StandardErrorsOfDoubt)
            yield break;
        // On few images even a wide gap is seldom beyond doubt.
        bool isLikely = distance >= StandardErrorsApart;
        if (isLikely && run.IsGuess(test))
        {
            yield return LearnedByHeart(run, training);
            yield break;
        }

        string how = run.Statistics is null ? "as they were trained on" : "without dropout and augmentation";
        yield return new(
            "over-fitting",
            $"Over-fitting: training images are known {Figures.Points(gap)} better than {run.Split} images",
            $"{Figures.Percent(training.Accuracy)} of the training images {how} against {Figures.Percent(test.Accuracy)} of {Figures.Count(test.Count, $"{run.Split} image")}, "
            + $"{distance:0.0} standard errors apart{Opening(run)}{Loss(run)}",
            isLikely ? Confidence.Likely : Confidence.Possible,
            isLikely && (run.MissesAccuracy || gap > 0.01) ? Severity.Problem : Severity.Weakness,
            "Add training images or augment them, add dropout where there are many channels, use fewer parameters, or stop earlier.");
    }

    /// <summary>Training accuracy below test accuracy: the work of dropout and augmentation, and no fault in itself.</summary>
    [TestedBy("FitRulesTests.Training_that_is_made_harder_is_no_fault")]
    public static IEnumerable<Finding> HeldBack(TrainedRun run)
    {
        EvaluationResult training = run.Final.Training;
        EvaluationResult test = run.Final.Evaluated;
        double gap = test.Accuracy - training.Accuracy;
        string[] causes = [.. Causes(run)];
        if (gap < StandardErrorsApart * training.StandardErrorOfGap(test) || causes.Length == 0 || Erasure.In(run.Network).Probability >= Erased)
            yield break;
        yield return new(
            "held-back",
            $"Training accuracy is {Figures.Points(gap)} below {run.Split} accuracy, since training is made harder",
            $"{Figures.Percent(training.Accuracy)} of the training images with {Figures.Listed(causes)}; {Figures.Percent(test.Accuracy)} of the {run.Split} images without",
            Confidence.Likely,
            Severity.Note,
            run.MissesAccuracy ? "With a target that is missed, try less of it." : "");
    }

    private static Finding LearnedByHeart(TrainedRun run, EvaluationResult training) => new(
        "learned-by-heart",
        $"What was learned of the training images does not carry over: on {run.Split} images the network does no better than guessing",
        $"{Figures.Percent(training.Accuracy)} of the training images against {Figures.Percent(run.Final.Evaluated.Accuracy)} of "
        + $"{Figures.Count(run.Final.Evaluated.Count, $"{run.Split} image")}; guessing reaches {Figures.Percent(run.Guess)}",
        Confidence.Likely, Severity.Problem,
        "Check that the labels belong to the images, and that both splits show the same things; if they do, there are far too few training images.");

    // The epoch from which the gap stayed clear of the noise to the end.
    private static string Opening(TrainedRun run)
    {
        EpochResult[] open = [.. run.Epochs.Reverse().TakeWhile(IsOpen)];
        return open.Length == 0 ? "" : $"; the gap has been open since epoch {open[^1].Epoch}";
    }

    private static bool IsOpen(EpochResult epoch)
    {
        double gap = epoch.Training.Accuracy - epoch.Evaluated.Accuracy;
        return gap >= SmallGap && gap >= StandardErrorsApart * epoch.Training.StandardErrorOfGap(epoch.Evaluated);
    }

    private static string Loss(TrainedRun run)
    {
        EpochResult least = run.Epochs.MinBy(epoch => epoch.Evaluated.Loss)!;
        return run.Final.Evaluated.Loss > 1.1 * least.Evaluated.Loss
            ? $"; the {run.Split} loss was least in epoch {least.Epoch}, {least.Evaluated.Loss:0.0000}, and is {run.Final.Evaluated.Loss:0.0000} now"
            : "";
    }

    private static IEnumerable<string> Causes(TrainedRun run)
    {
        if (run.Network.AllLayers().Any(layer => layer.Traits.DropRate > 0))
            yield return $"dropout of up to {run.Network.AllLayers().Max(layer => layer.Traits.DropRate):0.###}";
        if (run.EndsAugmented)
            yield return "augmentation";
    }
}
