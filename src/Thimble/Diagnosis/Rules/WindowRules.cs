using Thimble.Layers;

namespace Thimble.Diagnosis.Rules;

/// <summary>How much of the image the layers see: receptive field, pools and borders.</summary>
internal static class WindowRules
{
    /// <summary>The receptive field against the size of the image.</summary>
    [TestedBy("WindowRulesTests.The_receptive_field_is_held_against_the_image")]
    public static IEnumerable<Finding> CoveringTheImage(TrainingPlan plan)
    {
        NetworkDefinition network = plan.Network;
        string evidence = SummaryTable.DescribeReceptiveField(network).TrimEnd('.');
        if (!network.ReceptiveField.Covers(network.Input) && network.AllLayers().Any(SeesAllThatReachesIt))
        {
            yield return new(
                "receptive-field", "The outputs depend on the whole image, but for a border that no window reaches",
                $"The receptive field is {network.ReceptiveField.Size}, the image {network.Input.Height}×{network.Input.Width}", Confidence.Certain, Severity.Note);
            yield break;
        }

        ResolvedLayer? covering = network.AllLayers().FirstOrDefault(layer => layer.ReceptiveField.Covers(network.Input));
        yield return covering is null || !network.ReceptiveField.Covers(network.Input)
            ? new(
                "receptive-field", "No output can depend on the whole image", evidence,
                Confidence.Certain, Severity.Weakness, "Add a layer or enlarge a kernel, or pool earlier, where a layer sees further.")
            : new("receptive-field", $"The receptive field covers the image from {covering.Label()} on", evidence, Confidence.Certain, Severity.Note);
    }

    /// <summary>Where the image gets smaller, and how far a layer sees there.</summary>
    [TestedBy("WindowRulesTests.Pools_stand_where_a_layer_has_looked_before")]
    public static IEnumerable<Finding> PoolPlacement(TrainingPlan plan)
    {
        (ResolvedLayer Layer, ReceptiveField Looked)[] pools = [.. Shrinking(plan.Network)];
        if (pools.Length == 0)
            yield break;
        string evidence = string.Join(
            "; ",
            pools.Select(pool =>
                $"{pool.Layer.Label()}: {Size(pool.Layer.Input)} to {Size(pool.Layer.Output)} at a receptive field of {pool.Looked.Size}"));
        // A convolution whose kernel is as large as its stride looks at every pixel while it shrinks the image.
        bool isTooEarly = pools[0].Looked.Size == 1;
        yield return isTooEarly
            ? new(
                "early-pool",
                SkipsPixels(pools[0].Layer)
                    ? $"{pools[0].Layer.Label()} skips pixels that no layer has looked at"
                    : $"{pools[0].Layer.Label()} shrinks the image before any layer has looked at it",
                evidence, Confidence.Likely, Severity.Weakness,
                SkipsPixels(pools[0].Layer)
                    ? "Give it a kernel of at least its stride, or put a convolution before it."
                    : "Put a convolution before it: strokes and edges are gone once pixels are merged.")
            : new("pool-placement", $"The image shrinks at {pools.Select(pool => pool.Layer).Listed()}", evidence, Confidence.Certain, Severity.Note);
    }

    /// <summary>A window whose steps do not come out even never sees the last rows and columns.</summary>
    [TestedBy("WindowRulesTests.Borders_that_no_window_reaches_are_named")]
    public static IEnumerable<Finding> UnseenBorder(TrainingPlan plan) =>
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

    private static IEnumerable<(ResolvedLayer Layer, ReceptiveField Looked)> Shrinking(NetworkDefinition network)
    {
        ReceptiveField before = ReceptiveField.Pixel;
        foreach (ResolvedLayer layer in network.Layers)
        {
            if ((layer.Traits.IsPool || layer.Window.Stride != 1) && layer.Output.PlaneSize < layer.Input.PlaneSize)
                yield return (layer, layer.Traits.IsPool || SkipsPixels(layer) ? before : layer.ReceptiveField);
            before = layer.ReceptiveField;
        }
    }

    private static bool SeesAllThatReachesIt(ResolvedLayer layer) =>
        layer.Input.PlaneSize > 1 && layer.Window.Kernel.Rows >= layer.Input.Height && layer.Window.Kernel.Columns >= layer.Input.Width;

    private static bool SkipsPixels(ResolvedLayer layer) =>
        layer.Window.Kernel.Rows < layer.Window.Stride.Rows || layer.Window.Kernel.Columns < layer.Window.Stride.Columns;

    private static string Size(Shape shape) => $"{shape.Height}×{shape.Width}";

    private static int Unseen(int size, int kernel, int stride, int padding) => ((size + (2 * padding) - kernel) % stride) - padding;
}
