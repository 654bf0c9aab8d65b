namespace Thimble.Kernels;

/// <summary>
/// The numbers of one channel and block that take a normalization's output gradient g to its input gradient:
/// a · g + b · (input − mean) + c. A ReLU right before or right after the normalization is taken along.
/// </summary>
internal readonly unsafe struct NormalizationGradient
{
    /// <summary>[lane]: a number for each sample, since a dropout's factor is part of it.</summary>
    public float* A { get; init; }

    /// <summary>A number.</summary>
    public float B { get; init; }

    /// <summary>A number.</summary>
    public float C { get; init; }

    /// <summary>A number near the input's mean.</summary>
    public float Mean { get; init; }

    /// <summary>Whether the input is a ReLU's output: where that is 0, so is the gradient before the ReLU.</summary>
    public bool RectifiedBefore { get; init; }

    /// <summary>Whether a ReLU follows: where input · scale + shift is not above 0, g counts as 0.</summary>
    public bool RectifiedAfter { get; init; }

    /// <summary>[lane].</summary>
    public float* Scales { get; init; }

    /// <summary>[lane].</summary>
    public float* Shifts { get; init; }
}
