namespace Thimble.Diagnosis.Rules;

/// <summary>What the probe saw in the trained network: channels, gradients and updates.</summary>
internal static class ChannelRules
{
    private const double UnevenGradients = 1000;
    private const double LargeStep = 0.1;

    /// <summary>Channels that output nothing but zeros, whatever the image.</summary>
    [TestedBy("ChannelRulesTests.Dead_still_and_never_cut_channels_are_counted")]
    public static IEnumerable<Finding> DeadUnits(TrainedRun run)
    {
        if (run.Statistics is not { } statistics)
            yield break;
        LayerActivity[] rectified = [.. statistics.Layers.Where(layer => layer.CutsAtZero)];
        int dead = rectified.Sum(layer => layer.Dead);
        if (dead == 0)
            yield break;
        int all = rectified.Sum(layer => layer.Channels.Count);
        yield return new(
            "dead-units",
            $"{Figures.Count(dead, "channel")} of {all:N0} {(dead == 1 ? "outputs" : "output")} only zeros",
            $"On the images looked at, {Listed(rectified.Where(layer => layer.Dead > 0).Select(layer => (layer, layer.Dead)))}",
            Confidence.Likely,
            dead > all / 10 ? Severity.Problem : Severity.Weakness,
            (IsNormalized(run) ? "A lower learning rate keeps them alive; or take" : "A lower learning rate or batch normalization keeps them alive; or take")
            + " the channels out and spend their parameters elsewhere.");
    }

    /// <summary>Channels that hardly change from image to image, and such as ReLU never cuts.</summary>
    [TestedBy("ChannelRulesTests.Dead_still_and_never_cut_channels_are_counted")]
    public static IEnumerable<Finding> ConstantChannels(TrainedRun run)
    {
        LayerActivity[] rectified = [.. (run.Statistics?.Layers ?? []).Where(layer => layer.CutsAtZero)];
        (LayerActivity Layer, int Count)[] still = [.. rectified.Select(layer => (layer, layer.NearConstant)).Where(pair => pair.Item2 > 0)];
        if (still.Length > 0)
        {
            yield return new(
                "near-constant-channels", $"{Figures.Count(still.Sum(pair => pair.Count), "channel")} hardly change from image to image",
                $"Their standard deviation is below a hundredth of their layer's median: {Listed(still)}",
                Confidence.Likely, Severity.Weakness, "They do the work of a bias: take them out, or lower the learning rate if they died in training.");
        }

        (LayerActivity Layer, int Count)[] open = [.. rectified.Select(layer => (layer, layer.NeverZero)).Where(pair => pair.Item2 > 0)];
        if (open.Length > 0)
        {
            yield return new(
                "never-cut-channels", $"{Figures.Count(open.Sum(pair => pair.Count), "channel")} never cut by ReLU: linear on every image looked at",
                $"None of their outputs is 0: {Listed(open)}", Confidence.Likely, Severity.Note);
        }
    }

    /// <summary>Sizes of gradients and updates from layer to layer.</summary>
    [TestedBy("ChannelRulesTests.Gradients_and_updates_are_compared_from_layer_to_layer")]
    public static IEnumerable<Finding> GradientSizes(TrainedRun run)
    {
        // Scales and biases are few and small; weights are what a layer learns with.
        TensorUpdate[] weights = [.. (run.Statistics?.Tensors ?? []).Where(tensor => tensor.IsWeight)];
        if (weights.Length < 2)
            yield break;
        TensorUpdate least = weights.MinBy(tensor => tensor.Gradient)!;
        TensorUpdate most = weights.MaxBy(tensor => tensor.Gradient)!;
        if (most.Gradient == 0)
        {
            yield return new(
                "no-gradient", "No weight gets a gradient: nothing is learned any more",
                $"The gradients of one batch are 0 in all {weights.Length} layers of weights", Confidence.Likely, Severity.Problem,
                IsNormalized(run) ? "Start again with a lower learning rate." : "Start again with a lower learning rate, or with batch normalization.");
            yield break;
        }

        string gradients = $"Gradients of one batch, root mean square: {Figures.Size(least.Gradient)} ({least.Name}) to {Figures.Size(most.Gradient)} ({most.Name})";
        if (most.Gradient > UnevenGradients * least.Gradient)
        {
            yield return new(
                "uneven-gradients", $"{least.Name} hardly gets a gradient", gradients, Confidence.Likely, Severity.Weakness,
                "Batch normalization, or a residual branch around the layers after it, evens gradients out.");
        }

        TensorUpdate largest = weights.MaxBy(tensor => tensor.Ratio)!;
        TensorUpdate smallest = weights.MinBy(tensor => tensor.Ratio)!;
        string updates = $"{gradients}. One step from rest at the recipe's learning rate moves weights by {Figures.Size(smallest.Ratio)} ({smallest.Name}) "
            + $"to {Figures.Size(largest.Ratio)} ({largest.Name}) of their size";
        yield return largest.Ratio > LargeStep
            ? new(
                "large-updates", $"A single step moves {largest.Name} by {Figures.Percent(largest.Ratio)} of its size", updates,
                Confidence.Likely, Severity.Weakness, "Lower the learning rate: about a thousandth a step is customary.")
            : new("update-sizes", $"A step moves weights by at most {Figures.Size(largest.Ratio)} of their size", updates, Confidence.Certain, Severity.Note);
    }

    private static bool IsNormalized(TrainedRun run) => run.Network.AllLayers().Any(layer => layer.Traits.Normalizes);

    private static string Listed(IEnumerable<(LayerActivity Layer, int Count)> pairs) =>
        Figures.Listed(pairs.Select(pair => $"{pair.Layer.Name} ({pair.Count} of {pair.Layer.Channels.Count})"));
}
