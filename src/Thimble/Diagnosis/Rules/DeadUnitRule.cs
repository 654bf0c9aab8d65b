using Thimble.Layers;

namespace Thimble.Diagnosis.Rules;

/// <summary>Channels that put out nothing but zeros, whatever the image.</summary>
internal static class DeadUnitRule
{
    public static IEnumerable<Finding> Find(TrainedRun run)
    {
        if (run.Statistics is not { } statistics)
            yield break;
        LayerActivity[] rectified = [.. statistics.Layers.Where(layer => layer.Kind == nameof(ReLU))];
        int dead = rectified.Sum(DeadIn);
        if (dead == 0)
            yield break;
        int all = rectified.Sum(layer => layer.Channels.Count);
        yield return new(
            "dead-units",
            $"{Figures.Count(dead, "channel")} of {all:N0} put out nothing but zeros",
            $"On the images looked at, {Figures.Listed(rectified.Where(layer => DeadIn(layer) > 0).Select(Describe))}",
            Confidence.Likely,
            dead > all / 10 ? Severity.Problem : Severity.Weakness,
            "A lower learning rate or batch normalization keeps them alive; or take the channels out and spend their parameters elsewhere.");
    }

    private static string Describe(LayerActivity layer) => $"{layer.Name} ({DeadIn(layer)} of {layer.Channels.Count})";

    private static int DeadIn(LayerActivity layer) => layer.Channels.Count(channel => channel.ZeroShare >= 1);
}
