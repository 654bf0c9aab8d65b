namespace Thimble.Diagnosis.Rules;

/// <summary>Dropout behind few channels wipes out whole training images, and so bounds the training accuracy.</summary>
internal static class ErasingBottleneckRule
{
    // A tenth of a point of training accuracy: less is lost in everything else that dropout does.
    private const double WorthSaying = 0.001;
    private const double Grave = 0.01;

    public static IEnumerable<Finding> Find(TrainingPlan plan)
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
}
