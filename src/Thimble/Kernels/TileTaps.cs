namespace Thimble.Kernels;

/// <summary>What all register tiles of a convolution share.</summary>
internal readonly unsafe struct TileTaps
{
    /// <summary>Where in a window each tap is, in floats.</summary>
    public int* Offsets { get; init; }

    /// <summary>Taps of a window.</summary>
    public int Count { get; init; }

    /// <summary>Floats from one output channel to the next.</summary>
    public int OutPlane { get; init; }

    /// <summary>Whether a ReLU follows.</summary>
    public bool Rectifies { get; init; }
}
