namespace Thimble.Diagnosis.Rules;

/// <summary>What dropout does to training images, and to the training accuracy.</summary>
internal static class DropoutRules
{
    // A tenth of a point of training accuracy: less is lost in everything else that dropout does.
    private const double WorthSaying = 0.001;
    private const double Grave = 0.01;
    private const double MostOfTheErrors = 0.7;

    /// <summary>Dropout after few channels erases whole training images, and so bounds the training accuracy.</summary>
    [TestedBy("DropoutRulesTests.Erasing_bottlenecks_are_shown_with_their_arithmetic")]
    public static IEnumerable<Finding> ErasingBottlenecks(TrainingPlan plan)
    {
        Erasure erasure = Erasure.In(plan.Network);
        if (erasure.Probability < WorthSaying)
            return [];
        ErasingBottleneck[] narrow = [.. erasure.Bottlenecks.Where(bottleneck => bottleneck.Probability >= WorthSaying / 10)];
        return
        [
            new(
                "erasing-bottleneck",
                $"Dropout wipes out {Figures.Percent(erasure.Probability)} of the training images; "
                + $"training accuracy cannot exceed {Figures.Percent(erasure.AccuracyCeiling)}",
                $"{string.Join(". ", narrow.Select(Describe))}. Nothing of an image is left with probability {Formula(narrow)} = "
                + $"{Figures.Percent(erasure.Probability)}, and its class must be guessed among {plan.Network.ClassCount}: "
                + $"{Figures.Percent(1 - erasure.Probability)} + {Figures.Percent(erasure.Probability)} / {plan.Network.ClassCount} = {Figures.Percent(erasure.AccuracyCeiling)}",
                Confidence.Certain,
                erasure.Probability >= Grave ? Severity.Problem : Severity.Weakness,
                $"Remove {narrow.SelectMany(bottleneck => bottleneck.Dropouts).Listed()}, move dropout to where there are more channels, or widen: {Widening(narrow)}."),
        ];
    }

    /// <summary>A training accuracy that looks like under-fitting, but is as high as dropout lets it be.</summary>
    [TestedBy("DropoutRulesTests.A_training_accuracy_at_its_erasing_ceiling_is_explained")]
    public static IEnumerable<Finding> ErasingCeiling(TrainedRun run)
    {
        Erasure erasure = Erasure.In(run.Network);
        EvaluationResult training = run.Final.Training;
        double explained = (1 - erasure.AccuracyCeiling) / Math.Max(1e-9, 1 - training.Accuracy);
        if (erasure.Probability < Grave || explained < MostOfTheErrors)
            yield break;
        yield return new(
            "at-erasing-ceiling",
            $"The training accuracy sits at its ceiling of {Figures.Percent(erasure.AccuracyCeiling)}: dropout, not the learning rate, holds it there",
            $"{Figures.Percent(training.Accuracy)} in the final epoch, {Figures.Points(erasure.AccuracyCeiling - training.Accuracy)} below what images that dropout "
            + $"wipes out ({Figures.Percent(erasure.Probability)}) leave possible: they explain {Figures.Percent(Math.Min(1, explained))} of the errors. "
            + $"Of the images that are left, {Figures.Percent(AccuracyOfTheRest(training, erasure, run.Network.ClassCount))} are known; "
            + $"without dropout, {Figures.Percent(run.Final.Evaluated.Accuracy)} of the test images",
            Confidence.Likely,
            Severity.Problem,
            "Remove or move that dropout before touching anything else; until then the training accuracy says nothing about fit.");
    }

    /// <summary>Dropout after the last weights sets scores of classes to zero, the right class's among them.</summary>
    [TestedBy("DropoutRulesTests.Scores_are_not_dropped")]
    public static IEnumerable<Finding> DroppedScores(TrainingPlan plan) =>
        from layer in plan.Network.Layers.Reverse().TakeWhile(layer => !layer.Traits.HasWeights)
        where layer.Traits.DropRate > 0
        select new Finding(
            "dropped-scores",
            $"{layer.Label()} drops the scores of the classes themselves",
            $"No weights come after it: in training the right class's score is set to zero with probability {layer.Traits.DropRate:0.###}",
            Confidence.Certain,
            Severity.Problem,
            "Put it before the last layer of weights.");

    private static string Describe(ErasingBottleneck bottleneck)
    {
        string unit = Figures.Count(bottleneck.Units, bottleneck.Dropouts[0].Output.PlaneSize > 1 ? "channel" : "feature");
        string dropped = bottleneck.Units == 1 ? "which is dropped" : "which are all dropped";
        return $"Everything passes through {unit} at {bottleneck.Dropouts.Listed()}, {dropped} with probability "
            + $"{Power(bottleneck)}{(bottleneck.Units > 1 ? $" = {Figures.Percent(bottleneck.Probability)}" : "")}";
    }

    // 1 − (1 − 0.1)², as one would write it by hand.
    private static string Formula(IReadOnlyList<ErasingBottleneck> bottlenecks) => "1 − " + string.Join(
        " × ",
        bottlenecks.GroupBy(Power).Select(equal => $"(1 − {equal.Key})" + (equal.Count() > 1 ? $"^{equal.Count()}" : "")));

    private static string Power(ErasingBottleneck bottleneck) =>
        $"{bottleneck.Rate:0.###}" + (bottleneck.Units > 1 ? $"^{bottleneck.Units}" : "");

    private static string Widening(IReadOnlyList<ErasingBottleneck> bottlenecks)
    {
        double rate = bottlenecks.Max(bottleneck => bottleneck.Rate);
        // A little less than the exact quotient, so that 0.1³ counts as the thousandth that it is.
        int units = (int)Math.Ceiling((Math.Log(WorthSaying) / Math.Log(rate)) - 1e-6);
        return $"at a rate of {rate:0.###}, {units} channels are all dropped in {Figures.Percent(Math.Pow(rate, units))} of the images";
    }

    private static double AccuracyOfTheRest(EvaluationResult training, Erasure erasure, int classes) =>
        Math.Clamp((training.Accuracy - (erasure.Probability / classes)) / (1 - erasure.Probability), 0, 1);
}
