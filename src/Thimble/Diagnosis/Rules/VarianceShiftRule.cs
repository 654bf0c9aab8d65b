using Thimble.Layers;

namespace Thimble.Diagnosis.Rules;

/// <summary>
/// Dropout before batch normalization: what is dropped widens the variance in training, but not in evaluation, where
/// the running variance is then too large (Li et al., "Understanding the Disharmony between Dropout and Batch
/// Normalization by Variance Shift", 2019).
/// </summary>
internal static class VarianceShiftRule
{
    private const float HighRate = 0.2f;

    public static IEnumerable<Finding> Find(TrainingPlan plan) =>
        LayerChain.AllIn(plan.Network).SelectMany(Within);

    private static IEnumerable<Finding> Within(IReadOnlyList<ResolvedLayer> chain)
    {
        ResolvedLayer? dropout = null;
        bool isMixed = false;
        foreach (ResolvedLayer layer in chain)
        {
            if (layer.Traits.DropRate > 0)
                (dropout, isMixed) = (layer, false);
            else if (layer.Traits.HasWeights)
                isMixed = true;
            if (!layer.Traits.Normalizes || dropout is null)
                continue;
            if (!isMixed || dropout.Traits.DropRate >= HighRate)
                yield return Shifted(dropout, layer, isMixed);
            dropout = null;
        }
    }

    private static Finding Shifted(ResolvedLayer dropout, ResolvedLayer normalization, bool isMixed)
    {
        float rate = dropout.Traits.DropRate;
        return new(
            "variance-shift",
            $"{normalization.Label()} learns its variance behind {dropout.Label()}, and meets another one in evaluation",
            $"At a rate of {rate:0.###} the mean square is 1 / (1 − {rate:0.###}) = {1 / (1 - rate):0.00} times as large in training as in evaluation"
            + (isMixed ? "; weights lie between the two and soften it" : ""),
            isMixed ? Confidence.Possible : Confidence.Certain,
            Severity.Weakness,
            "Put dropout behind the last normalization, or lower its rate.");
    }
}
