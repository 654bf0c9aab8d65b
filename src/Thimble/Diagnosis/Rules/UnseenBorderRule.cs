namespace Thimble.Diagnosis.Rules;

/// <summary>A window whose steps do not come out even never sees the last rows and columns.</summary>
internal static class UnseenBorderRule
{
    public static IEnumerable<Finding> Find(TrainingPlan plan) =>
        from layer in plan.Network.AllLayers()
        let window = layer.Window
        let unseen = Math.Max(
            Unseen(layer.Input.Height, window.Kernel.Rows, window.Stride.Rows, window.Padding.Rows),
            Unseen(layer.Input.Width, window.Kernel.Columns, window.Stride.Columns, window.Padding.Columns))
        where layer.Parts.Count == 0 && unseen > 0
        select new Finding(
            "unseen-border",
            $"{layer.Label()} never looks at the last {(unseen == 1 ? "row and column" : $"{unseen} rows and columns")}",
            $"A window of {window.Kernel} moved by {(window.Stride.IsSquare ? $"{window.Stride.Rows}" : $"{window.Stride}")} over {layer.Input.Height}×{layer.Input.Width} "
            + $"ends {Figures.Count(unseen, "pixel")} before the edge",
            Confidence.Certain,
            Severity.Note,
            "Harmless where the border is empty, as in MNIST; otherwise pad, or choose sizes that divide.");

    private static int Unseen(int size, int kernel, int stride, int padding) => ((size + (2 * padding) - kernel) % stride) - padding;
}
