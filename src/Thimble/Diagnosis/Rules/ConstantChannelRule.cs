namespace Thimble.Diagnosis.Rules;

/// <summary>Channels that hardly change from image to image, and such as ReLU never cuts.</summary>
internal static class ConstantChannelRule
{
    public static IEnumerable<Finding> Find(TrainedRun run)
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

    private static string Listed(IEnumerable<(LayerActivity Layer, int Count)> pairs) =>
        Figures.Listed(pairs.Select(pair => $"{pair.Layer.Name} ({pair.Count} of {pair.Layer.Channels.Count})"));
}
