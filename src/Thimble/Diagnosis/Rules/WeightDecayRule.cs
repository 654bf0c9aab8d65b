using Thimble.Layers;
using Thimble.Training;

namespace Thimble.Diagnosis.Rules;

/// <summary>Weight decay that also pulls at normalizations' scales.</summary>
internal static class WeightDecayRule
{
    public static IEnumerable<Finding> Find(TrainingPlan plan)
    {
        OptimizerOptions optimizer = plan.Recipe.Optimizer;
        ResolvedLayer[] normalizations = [.. plan.Network.AllLayers().Where(layer => layer.Traits.Normalizes)];
        if (optimizer.WeightDecay > 0 && optimizer.DecayNormalization && normalizations.Length > 0)
        {
            yield return new(
                "decayed-normalization",
                "Weight decay also pulls the scales of the normalizations towards zero",
                $"A decay of {optimizer.WeightDecay:0.######} acts on {normalizations.Sum(layer => layer.ParameterCount):N0} scales and shifts, "
                + "which start at 1 and 0 and do not overfit; it is PyTorch's way unless told otherwise",
                Confidence.Possible,
                Severity.Note,
                "Exempt them, and biases, from the decay.");
        }
    }
}
