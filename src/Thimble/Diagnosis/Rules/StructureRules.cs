using Thimble.Layers;

namespace Thimble.Diagnosis.Rules;

/// <summary>Layers that do nothing where they are, or less than they could.</summary>
internal static class StructureRules
{
    /// <summary>Two layers of weights with nothing but linear maps between them are one layer.</summary>
    [TestedBy("StructureRulesTests.Two_layers_of_weights_need_something_between_them_that_bends")]
    public static IEnumerable<Finding> MissingNonlinearity(TrainingPlan plan) => LayerChain.AllIn(plan.Network).SelectMany(MissingNonlinearity);

    /// <summary>ReLU after the last weights: no score can be negative, and one that is zero gets no gradient.</summary>
    [TestedBy("StructureRulesTests.Scores_are_not_cut_off")]
    public static IEnumerable<Finding> RectifiedScores(TrainingPlan plan) =>
        from layer in plan.Network.Layers.Reverse().TakeWhile(layer => !layer.Traits.HasWeights)
        where layer.Traits.CutsAtZero
        select new Finding(
            "rectified-scores",
            $"{layer.Label()} cuts off the scores of the classes at zero",
            "No weights come after it: a class whose score is zero for an image gets no gradient from it, and a probability "
            + "near zero needs another score to be large",
            Confidence.Certain,
            Severity.Problem,
            "Remove it; the loss takes scores of any sign.");

    /// <summary>Layers that change nothing.</summary>
    [TestedBy("StructureRulesTests.Layers_that_change_nothing_are_named")]
    public static IEnumerable<Finding> IdleLayers(TrainingPlan plan)
    {
        IEnumerable<(ResolvedLayer Layer, string Why)> alone =
            from layer in plan.Network.AllLayers()
            let why = layer.Layer.WhyIdle(layer.Input)
            where why is not null
            select (layer, why);
        IEnumerable<(ResolvedLayer Layer, string Why)> repeated =
            from pair in LayerChain.Neighbours(plan.Network)
            let why = pair.First.Layer.Kind == pair.Second.Layer.Kind ? pair.Second.Traits.WhyRepeatingIsIdle : null
            where why is not null
            select (pair.Second, why);
        return alone.Concat(repeated).Select(idle => new Finding(
            "idle-layer", $"{idle.Layer.Label()} changes nothing", idle.Why, Confidence.Certain, Severity.Note, "Remove it."));
    }

    private static IEnumerable<Finding> MissingNonlinearity(IReadOnlyList<ResolvedLayer> chain)
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
        $"No ReLU and no max pooling is between them, so their {first.ParameterCount + second.ParameterCount:N0} parameters can do no more than one layer in their place",
        Confidence.Certain,
        Severity.Weakness,
        "Put a ReLU between them, or one layer in their place.");
}
