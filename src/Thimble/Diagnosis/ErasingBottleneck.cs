using Thimble.Layers;

namespace Thimble.Diagnosis;

/// <summary>A place through which everything passes on its way to the output, and which dropout may close.</summary>
/// <param name="Dropouts">The dropout layers that act on the same channels or features.</param>
/// <param name="Units">Channels (or features) that are dropped independently of each other.</param>
/// <param name="Rate">The share of them that is dropped, by all of the dropouts together.</param>
public sealed record ErasingBottleneck(IReadOnlyList<ResolvedLayer> Dropouts, int Units, double Rate)
{
    /// <summary>The probability that all of them are dropped, and nothing of a training image is left.</summary>
    public double Probability => Math.Pow(Rate, Units);
}
