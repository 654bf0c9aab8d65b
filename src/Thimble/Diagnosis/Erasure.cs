using Thimble.Layers;

namespace Thimble.Diagnosis;

/// <summary>
/// How often dropout wipes out a whole training image, and what that leaves of the training accuracy. When every
/// channel is dropped at a place that everything passes through, what follows is the same for every image.
/// </summary>
/// <param name="Bottlenecks">The places where it can happen, the input's side first.</param>
/// <param name="Probability">The probability that an image is wiped out at one of them at least: 1 − Π(1 − rate^units).</param>
/// <param name="AccuracyCeiling">What the training accuracy cannot exceed, classes being equally frequent: an image that
/// is not there is guessed.</param>
internal sealed record Erasure(IReadOnlyList<ErasingBottleneck> Bottlenecks, double Probability, double AccuracyCeiling)
{
    // Below this a bottleneck is none: of 60,000 images it would erase fewer than one.
    private const double Negligible = 1e-5;

    /// <summary>Finds the bottlenecks of a network.</summary>
    /// <remarks>
    /// Dropout within a residual branch closes nothing, since the skip goes around it. Dropouts with no weights between
    /// them act on the same channels, and their rates add up; after weights, channels are mixed and the dice are new.
    /// Partly dropped channels hurt as well, so the ceiling is one that may be missed, but not broken.
    /// </remarks>
    /// <param name="network">The network.</param>
    public static Erasure In(NetworkDefinition network)
    {
        var bottlenecks = new List<ErasingBottleneck>();
        ErasingBottleneck? open = null;
        foreach (ResolvedLayer layer in network.Layers)
        {
            if (layer.Traits.HasWeights || layer.Traits.HasSkip)
                Close(bottlenecks, ref open);
            float rate = layer.Traits.DropRate;
            if (rate == 0)
                continue;
            int units = layer.Traits.DropsWholeChannels ? layer.Input.Channels : layer.Input.Size;
            if (open is not null && open.Units != units)
                Close(bottlenecks, ref open);
            open = open is null
                ? new([layer], units, rate)
                : new([.. open.Dropouts, layer], units, 1 - ((1 - open.Rate) * (1 - rate)));
        }

        Close(bottlenecks, ref open);
        double erased = 1 - bottlenecks.Aggregate(1.0, (kept, bottleneck) => kept * (1 - bottleneck.Probability));
        return new(bottlenecks, erased, 1 - erased + (erased / network.ClassCount));
    }

    private static void Close(List<ErasingBottleneck> bottlenecks, ref ErasingBottleneck? open)
    {
        if (open?.Probability > Negligible)
            bottlenecks.Add(open);
        open = null;
    }
}

/// <summary>A place through which everything passes on its way to the output, and which dropout may close.</summary>
/// <param name="Dropouts">The dropout layers that act on the same channels or features.</param>
/// <param name="Units">Channels (or features) that are dropped independently of each other.</param>
/// <param name="Rate">The share of them that is dropped, by all of the dropouts together.</param>
internal sealed record ErasingBottleneck(IReadOnlyList<ResolvedLayer> Dropouts, int Units, double Rate)
{
    /// <summary>The probability that all of them are dropped, and nothing of a training image is left.</summary>
    public double Probability => Math.Pow(Rate, Units);
}
