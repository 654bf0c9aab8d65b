using Thimble.Layers;

namespace Thimble.Diagnosis.Rules;

/// <summary>A deep network without any normalization starts slowly, and sometimes not at all.</summary>
internal static class MissingNormalizationRule
{
    private const int Deep = 6;

    public static IEnumerable<Finding> Find(TrainingPlan plan)
    {
        ResolvedLayer[] weighted = [.. plan.Network.AllLayers().Where(layer => layer.Traits.HasWeights)];
        bool hasHelp = plan.Network.AllLayers().Any(layer => layer.Traits.Normalizes || layer.Traits.HasSkip);
        if (hasHelp || weighted.Length < Deep)
            yield break;
        yield return new(
            "missing-normalization",
            $"{weighted.Length} layers of weights and no normalization between them",
            "The customary first weights shrink what passes through a layer and its ReLU, and the gradient on its way back with it; nothing restores the scale",
            Confidence.Likely,
            Severity.Weakness,
            "Put batch normalization behind each convolution: the first epochs gain most.");
    }
}
