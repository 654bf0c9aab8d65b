using Thimble.Evaluation;

namespace Thimble.Diagnosis.Rules;

/// <summary>A training accuracy that looks like under-fitting, but is as high as dropout lets it be.</summary>
internal static class ErasingCeilingRule
{
    private const double WorthSaying = 0.01;
    private const double MostOfIt = 0.7;

    public static IEnumerable<Finding> Find(TrainedRun run)
    {
        Erasure erasure = Erasure.In(run.Network);
        EvaluationResult training = run.Final.Training;
        double explained = (1 - erasure.AccuracyCeiling) / Math.Max(1e-9, 1 - training.Accuracy);
        if (erasure.Probability < WorthSaying || explained < MostOfIt)
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

    private static double AccuracyOfTheRest(EvaluationResult training, Erasure erasure, int classes) =>
        Math.Clamp((training.Accuracy - (erasure.Probability / classes)) / (1 - erasure.Probability), 0, 1);
}
