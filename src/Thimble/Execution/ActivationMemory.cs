using Thimble.Kernels;

namespace Thimble.Execution;

/// <summary>The memory that an activation and its views share.</summary>
/// <param name="values">The numbers.</param>
internal sealed class ActivationMemory(AlignedArray<float> values)
{
    /// <summary>The numbers.</summary>
    public AlignedArray<float> Values => values;

    /// <summary>How many residual branches still need them.</summary>
    public int Holders { get; set; }
}
