namespace Thimble.Layers;

/// <summary>What may be asked of a layer, by findings and tables, in place of its kind.</summary>
internal sealed record LayerTraits
{
    /// <summary>A layer that changes numbers linearly and has none of the other traits.</summary>
    public static LayerTraits None { get; } = new();

    /// <summary>Whether it multiplies by trained weights that mix channels or pixels.</summary>
    public bool HasWeights { get; init; }

    /// <summary>Whether it adds a trained number to each output channel, right after its weights.</summary>
    public bool HasBias { get; init; }

    /// <summary>Whether each of its outputs sees only some of the input channels.</summary>
    public bool IsGrouped { get; init; }

    /// <summary>Whether it is a linear map of its input, for fixed weights.</summary>
    public bool IsLinear { get; init; } = true;

    /// <summary>Whether it sets what is below zero to zero, so that a channel may die.</summary>
    public bool CutsAtZero { get; init; }

    /// <summary>Whether it brings each channel to a mean of 0 and a variance of 1, by the statistics of the batch.</summary>
    public bool Normalizes { get; init; }

    /// <summary>Whether its input also goes around it, so that gradients do too.</summary>
    public bool HasSkip { get; init; }

    /// <summary>Whether it moves a window over the image: kernel and stride mean something.</summary>
    public bool HasWindow { get; init; }

    /// <summary>Whether it makes one number of each window by taking the mean or the largest.</summary>
    public bool IsPool { get; init; }

    /// <summary>The fraction of numbers that it sets to zero in training.</summary>
    public float DropRate { get; init; }

    /// <summary>Whether it sets whole channels to zero in training.</summary>
    public bool DropsWholeChannels { get; init; }

    /// <summary>Why the same layer right after it changes nothing; null if it does.</summary>
    public string? WhyRepeatingIsIdle { get; init; }
}
