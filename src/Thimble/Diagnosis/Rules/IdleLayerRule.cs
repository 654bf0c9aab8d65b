using Thimble.Layers;

namespace Thimble.Diagnosis.Rules;

/// <summary>Layers that change nothing.</summary>
internal static class IdleLayerRule
{
    public static IEnumerable<Finding> Find(TrainingPlan plan)
    {
        IEnumerable<(ResolvedLayer Layer, string Why)> alone =
            from layer in plan.Network.AllLayers()
            let why = layer.Layer.WhyIdle(layer.Input)
            where why is not null
            select (layer, why);
        IEnumerable<(ResolvedLayer Layer, string Why)> behind =
            from pair in LayerChain.Neighbours(plan.Network)
            let why = WhyBehind(pair.First, pair.Second)
            where why is not null
            select (pair.Second, why);
        return alone.Concat(behind).Select(idle => new Finding(
            "idle-layer", $"{idle.Layer.Label()} changes nothing", idle.Why, Confidence.Certain, Severity.Note, "Remove it."));
    }

    private static string? WhyBehind(ResolvedLayer first, ResolvedLayer second) =>
        first.Layer.Kind == second.Layer.Kind ? second.Traits.WhyRepeatingIsIdle : null;
}
