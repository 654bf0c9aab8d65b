using Thimble.Evaluation;

namespace Thimble.Diagnosis.Rules;

/// <summary>A target missed by a network that does not know its training images much better than the test images.</summary>
internal static class UnderfittingRule
{
    private const double Erased = 0.01;

    public static IEnumerable<Finding> Find(TrainedRun run)
    {
        if (!run.MissesAccuracy || run.Budget.Accuracy is not { } target || Fit(run) is not { } fit)
            yield break;
        double shortfall = target - fit.Accuracy;
        if (shortfall < fit.StandardError())
            yield break;
        bool isErased = Erasure.In(run.Network).Probability >= Erased;
        yield return new(
            "under-fitting",
            $"Under-fitting: even training images stay {Figures.Points(shortfall)} below the target",
            $"{Figures.Percent(fit.Accuracy)} of {fit.Count:N0} training images without dropout and augmentation, {Figures.Percent(target)} asked for, "
            + $"{Figures.Percent(run.Final.Evaluated.Accuracy)} of the test images"
            + (isErased ? "; dropout that wipes out whole images is part of it" : ""),
            Confidence.Likely,
            Severity.Problem,
            isErased
                ? "First remove the dropout that wipes out images; then judge capacity and learning rate."
                : "More channels or layers, more epochs, or less dropout and augmentation.");
    }

    // Training accuracy with dropout or augmentation is no measure of fit.
    private static EvaluationResult? Fit(TrainedRun run)
    {
        if (run.Statistics is { } statistics)
            return statistics.TrainingImages;
        bool isPlain = !run.EndsAugmented && run.Network.AllLayers().All(layer => layer.Traits.DropRate is 0f);
        return isPlain ? run.Final.Training : null;
    }
}
