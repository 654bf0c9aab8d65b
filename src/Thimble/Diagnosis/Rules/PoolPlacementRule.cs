using Thimble.Layers;
using Thimble.Networks;

namespace Thimble.Diagnosis.Rules;

/// <summary>Where the image gets smaller, and how far a layer sees there.</summary>
internal static class PoolPlacementRule
{
    public static IEnumerable<Finding> Find(TrainingPlan plan)
    {
        (ResolvedLayer Layer, ReceptiveField Before)[] pools = [.. Shrinking(plan.Network)];
        if (pools.Length == 0)
            return [];
        string evidence = string.Join(
            "; ",
            pools.Select(pool =>
                $"{pool.Layer.Label()}: {Size(pool.Layer.Input)} to {Size(pool.Layer.Output)} at a receptive field of {pool.Before.Size}"));
        bool isTooEarly = pools[0].Before.Size == 1;
        return
        [
            isTooEarly
                ? new(
                    "pool-placement", $"{pools[0].Layer.Label()} shrinks the image before any layer has looked at it", evidence,
                    Confidence.Likely, Severity.Weakness, "Put a convolution before it: strokes and edges are gone once pixels are merged.")
                : new("pool-placement", $"The image shrinks at {pools.Select(pool => pool.Layer).Listed()}", evidence, Confidence.Certain, Severity.Note),
        ];
    }

    private static IEnumerable<(ResolvedLayer Layer, ReceptiveField Before)> Shrinking(NetworkDefinition network)
    {
        ReceptiveField before = ReceptiveField.Pixel;
        foreach (ResolvedLayer layer in network.Layers)
        {
            bool isPool = layer.Traits.IsPool;
            if ((isPool || layer.Window.Stride != 1) && layer.Output.PlaneSize < layer.Input.PlaneSize)
                yield return (layer, before);
            before = layer.ReceptiveField;
        }
    }

    private static string Size(Shape shape) => $"{shape.Height}×{shape.Width}";
}
