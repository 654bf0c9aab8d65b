using Thimble.Layers;
using Thimble.Networks;

namespace Thimble.Diagnosis.Rules;

/// <summary>Layers that change nothing.</summary>
internal static class IdleLayerRule
{
    public static IEnumerable<Finding> Find(TrainingPlan plan)
    {
        IEnumerable<(ResolvedLayer Layer, string Why)> alone =
            from layer in plan.Network.AllLayers()
            let why = WhyAlone(layer)
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

    private static string? WhyAlone(ResolvedLayer layer) => layer.Layer switch
    {
        Dropout { P: 0 } or Dropout2d { P: 0 } => "its rate is 0",
        MaxPool2d { KernelSize: 1, Stride: 1 } or AvgPool2d { KernelSize: 1, Stride: 1 } => "its window is a single pixel",
        AdaptiveAvgPool2d when layer.Input.PlaneSize == 1 => "its input is a single pixel already",
        _ => null,
    };

    private static string? WhyBehind(ResolvedLayer first, ResolvedLayer second) => (first.Layer, second.Layer) switch
    {
        (ReLU, ReLU) => "ReLU of ReLU is ReLU",
        (BatchNorm2d, BatchNorm2d) => "its input has been normalized by the layer before it",
        _ => null,
    };
}
