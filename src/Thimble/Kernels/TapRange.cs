namespace Thimble.Kernels;

/// <summary>A run of a convolution's taps that is added to the sums in one go.</summary>
internal readonly unsafe struct TapRange
{
    /// <summary>The first tap's offset.</summary>
    public int* Offsets { get; init; }

    /// <summary>Taps.</summary>
    public int Count { get; init; }

    /// <summary>Whether the sums so far lie in the output; otherwise they begin with the bias.</summary>
    public bool Continues { get; init; }

    /// <summary>Whether these taps are the last and a ReLU follows.</summary>
    public bool RectifyAtEnd { get; init; }
}
