using Thimble.Diagnosis;

namespace Thimble.Lab;

/// <summary>What a probe measured on a trained network in a few figures: what runs are compared by.</summary>
internal static class StatisticsFigures
{
    /// <summary>How to read them.</summary>
    public const string Explanation =
        "Training images are seen as in evaluation, without dropout and augmentation. Batch statistics in place of running ones change the accuracy "
        + "on evaluated images by so much. Of the channels after ReLUs some output nothing but zeros, hardly vary, or are never cut. Gradients are root "
        + "mean squares of one batch, smallest and largest layer; the largest step is that in proportion to its weights.";

    /// <summary>Names and figures, always the same names in the same order.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(TrainingStatistics statistics)
    {
        LayerActivity[] rectified = [.. statistics.Layers.Where(layer => layer.CutsAtZero)];
        int channels = rectified.Sum(layer => layer.Channels.Count);
        TensorUpdate[] weights = [.. statistics.Tensors.Where(tensor => tensor.IsWeight)];
        return
        [
            new("training images", $"{100 * statistics.TrainingImages.Accuracy:0.00}% of {statistics.TrainingImages.Count:N0}"),
            new("batch statistics", statistics.BatchStatistics is { } batch
                ? $"{100 * (batch.Accuracy - statistics.RunningStatistics.Accuracy):+0.00;-0.00;0.00} points"
                : "no normalization"),
            new("dead channels", $"{rectified.Sum(layer => layer.Dead):N0} of {channels:N0}"),
            new("constant channels", $"{rectified.Sum(layer => layer.NearConstant):N0} of {channels:N0}"),
            new("uncut channels", $"{rectified.Sum(layer => layer.NeverZero):N0} of {channels:N0}"),
            new("gradients", weights.Length > 0
                ? $"{weights.Min(tensor => tensor.Gradient):0.0e-0} to {weights.Max(tensor => tensor.Gradient):0.0e-0}"
                : "none"),
            new("largest step", weights.MaxBy(tensor => tensor.Ratio) is { } largest
                ? $"{largest.Ratio:0.0e-0} ({largest.Name.Split(' ')[0]})"
                : "none"),
        ];
    }
}
