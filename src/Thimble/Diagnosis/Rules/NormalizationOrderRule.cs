using Thimble.Layers;

namespace Thimble.Diagnosis.Rules;

/// <summary>Normalization behind ReLU works too, but then every convolution needs its bias.</summary>
internal static class NormalizationOrderRule
{
    public static IEnumerable<Finding> Find(TrainingPlan plan)
    {
        ResolvedLayer[] biased =
        [
            .. from chain in LayerChain.AllIn(plan.Network)
               from i in Enumerable.Range(0, Math.Max(0, chain.Count - 2))
               where chain[i].Traits is { HasBias: true, HasWindow: true } && chain[i + 1].Traits.CutsAtZero && chain[i + 2].Traits.Normalizes
               select chain[i],
        ];
        if (biased.Length == 0)
            yield break;
        yield return new(
            "normalization-order",
            $"Normalizing before ReLU instead of behind it would free {biased.Sum(layer => layer.Output.Channels):N0} parameters",
            $"{biased.Listed()} stand before ReLU and then batch normalization; with the two exchanged their biases could go",
            Confidence.Possible,
            Severity.Note,
            "Try convolution without bias, batch normalization, ReLU; which order is more accurate has to be measured.");
    }
}
