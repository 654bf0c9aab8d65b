using Thimble.Evaluation;

namespace Thimble.Diagnosis.Rules;

/// <summary>Training accuracy below test accuracy: the work of dropout and augmentation, and no fault in itself.</summary>
internal static class HeldBackRule
{
    private const double Clear = 3;
    private const double Erased = 0.01;

    public static IEnumerable<Finding> Find(TrainedRun run)
    {
        EvaluationResult training = run.Final.Training;
        EvaluationResult test = run.Final.Evaluated;
        double gap = test.Accuracy - training.Accuracy;
        string[] causes = [.. Causes(run)];
        if (gap < Clear * training.StandardErrorOfGap(test) || causes.Length == 0 || Erasure.In(run.Network).Probability >= Erased)
            yield break;
        yield return new(
            "held-back",
            $"Training accuracy lies {Figures.Points(gap)} below test accuracy, since training is made harder",
            $"{Figures.Percent(training.Accuracy)} of the training images with {Figures.Listed(causes)}; {Figures.Percent(test.Accuracy)} of the test images without",
            Confidence.Likely,
            Severity.Note,
            run.MissesAccuracy ? "With a target that is missed, try less of it." : "");
    }

    private static IEnumerable<string> Causes(TrainedRun run)
    {
        if (run.Network.AllLayers().Any(layer => layer.Traits.DropRate > 0))
            yield return $"dropout of up to {run.Network.AllLayers().Max(layer => layer.Traits.DropRate):0.###}";
        if (run.EndsAugmented)
            yield return "augmentation";
    }
}
