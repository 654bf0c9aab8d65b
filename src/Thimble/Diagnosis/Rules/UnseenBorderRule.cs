using Thimble.Layers;
using Thimble.Networks;

namespace Thimble.Diagnosis.Rules;

/// <summary>A window whose steps do not come out even never sees the last rows and columns.</summary>
internal static class UnseenBorderRule
{
    public static IEnumerable<Finding> Find(TrainingPlan plan) =>
        from layer in plan.Network.AllLayers()
        let unseen = Math.Max(Unseen(layer, layer.Input.Height), Unseen(layer, layer.Input.Width))
        where layer.Branch.Count == 0 && unseen > 0
        select new Finding(
            "unseen-border",
            $"{layer.Label()} never looks at the last {(unseen == 1 ? "row and column" : $"{unseen} rows and columns")}",
            $"A window of {Kernel(layer)} moved by {layer.Layer.WindowOn(layer.Input).Stride} over {layer.Input.Height}×{layer.Input.Width} "
            + $"ends {Figures.Count(unseen, "pixel")} before the edge",
            Confidence.Certain,
            Severity.Note,
            "Harmless where the border is empty, as in MNIST; otherwise pad, or choose sizes that divide.");

    private static int Unseen(ResolvedLayer layer, int size)
    {
        Window window = layer.Layer.WindowOn(layer.Input);
        int left = (size + (2 * window.Padding) - window.KernelSize) % window.Stride;
        return left - window.Padding;
    }

    private static string Kernel(ResolvedLayer layer)
    {
        int size = layer.Layer.WindowOn(layer.Input).KernelSize;
        return $"{size}×{size}";
    }
}
