namespace Thimble.Diagnosis.Rules;

/// <summary>Sizes of gradients and updates from layer to layer.</summary>
internal static class GradientSizeRule
{
    private const double Uneven = 1000;
    private const double LargeStep = 0.1;

    public static IEnumerable<Finding> Find(TrainedRun run)
    {
        // Scales and biases are few and small; weights are what a layer learns with.
        TensorUpdate[] weights = [.. (run.Statistics?.Tensors ?? []).Where(tensor => tensor.IsWeight)];
        if (weights.Length < 2)
            yield break;
        TensorUpdate least = weights.MinBy(tensor => tensor.Gradient)!;
        TensorUpdate most = weights.MaxBy(tensor => tensor.Gradient)!;
        string gradients = $"Gradients of one batch, root mean square: {Figures.Size(least.Gradient)} ({least.Name}) to {Figures.Size(most.Gradient)} ({most.Name})";
        if (most.Gradient > Uneven * least.Gradient)
        {
            yield return new(
                "uneven-gradients", $"{least.Name} hardly gets a gradient", gradients, Confidence.Likely, Severity.Weakness,
                "Batch normalization, or a residual branch around the layers behind it, evens gradients out.");
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
}
