using Thimble.Layers;

namespace Thimble.Diagnosis.Rules;

/// <summary>Batch normalization over batches too small to have statistics.</summary>
internal static class SmallBatchRule
{
    private const int Small = 8;

    public static IEnumerable<Finding> Find(TrainingPlan plan)
    {
        ResolvedLayer? narrowest = plan.Network.AllLayers()
            .Where(layer => layer.Traits.Normalizes).MinBy(layer => layer.Input.PlaneSize);
        int batch = plan.Recipe.BatchSize;
        if (narrowest is null || batch >= Small)
            yield break;
        int values = batch * narrowest.Input.PlaneSize;
        yield return values == 1
            ? new(
                "small-batch", $"{narrowest.Label()} normalizes a single number: nothing passes it in training",
                "A batch of 1 and one pixel a channel: the number less its own mean is 0", Confidence.Certain, Severity.Problem,
                "Use batches of 16 or more.")
            : new(
                "small-batch", "Batch normalization over very small batches",
                $"A batch of {batch} gives {narrowest.Label()} {Figures.Count(values, "number")} a channel to tell mean and variance from",
                Confidence.Likely, Severity.Weakness, "Use batches of 16 or more.");
    }
}
