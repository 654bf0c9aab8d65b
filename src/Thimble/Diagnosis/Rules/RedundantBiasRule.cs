using Thimble.Layers;

namespace Thimble.Diagnosis.Rules;

/// <summary>A bias right before a batch normalization, which subtracts it again.</summary>
internal static class RedundantBiasRule
{
    public static IEnumerable<Finding> Find(TrainingPlan plan)
    {
        ResolvedLayer[] biased =
        [
            .. from pair in LayerChain.Neighbours(plan.Network)
               where pair.First.Traits.HasBias && pair.Second.Traits.Normalizes
               select pair.First,
        ];
        if (biased.Length == 0)
            yield break;
        int parameters = biased.Sum(layer => layer.Output.Channels);
        yield return new(
            "redundant-bias",
            $"{Figures.Count(parameters, "parameter")} of biases do nothing",
            $"The normalization right behind {biased.Listed()} subtracts the mean, and any bias with it",
            Confidence.Certain,
            Severity.Weakness,
            "Write bias: false there and spend the parameters elsewhere.");
    }
}
