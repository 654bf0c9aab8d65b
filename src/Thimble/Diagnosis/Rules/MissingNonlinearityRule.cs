using Thimble.Layers;

namespace Thimble.Diagnosis.Rules;

/// <summary>Two layers of weights with nothing but linear maps between them are one layer.</summary>
internal static class MissingNonlinearityRule
{
    public static IEnumerable<Finding> Find(TrainingPlan plan) => LayerChain.AllIn(plan.Network).SelectMany(Within);

    private static IEnumerable<Finding> Within(IReadOnlyList<ResolvedLayer> chain)
    {
        ResolvedLayer? previous = null;
        foreach (ResolvedLayer layer in chain)
        {
            if (layer.Traits.HasWeights)
            {
                if (previous is not null && !IsOnPurpose(previous, layer))
                    yield return Merged(previous, layer);
                previous = layer;
            }
            else if (!layer.Traits.IsLinear)
            {
                previous = null;
            }
        }
    }

    // A depthwise and a pointwise convolution, or a narrow waist, are cheaper than the one layer that they stand for.
    private static bool IsOnPurpose(ResolvedLayer first, ResolvedLayer second) =>
        first.Traits.IsGrouped || second.Traits.IsGrouped
        || first.Output.Channels < Math.Min(first.Input.Channels, second.Output.Channels);

    private static Finding Merged(ResolvedLayer first, ResolvedLayer second) => new(
        "missing-nonlinearity",
        $"{first.Label()} and {second.Label()} are one linear map: nothing between them bends it",
        $"No ReLU and no max pooling stand between them, so their {first.ParameterCount + second.ParameterCount:N0} parameters can do no more than one layer in their place",
        Confidence.Certain,
        Severity.Weakness,
        "Put a ReLU between them.");
}
