namespace Thimble.Diagnosis.Rules;

/// <summary>Channels that put out nothing but zeros, whatever the image.</summary>
internal static class DeadUnitRule
{
    public static IEnumerable<Finding> Find(TrainedRun run)
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
            $"{Figures.Count(dead, "channel")} of {all:N0} put out nothing but zeros",
            $"On the images looked at, {Figures.Listed(rectified.Where(layer => layer.Dead > 0).Select(Describe))}",
            Confidence.Likely,
            dead > all / 10 ? Severity.Problem : Severity.Weakness,
            "A lower learning rate or batch normalization keeps them alive; or take the channels out and spend their parameters elsewhere.");
    }

    private static string Describe(LayerActivity layer) => $"{layer.Name} ({layer.Dead} of {layer.Channels.Count})";
}
