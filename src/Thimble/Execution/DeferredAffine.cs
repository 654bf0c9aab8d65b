using Thimble.Kernels;

namespace Thimble.Execution;

/// <summary>
/// What a normalization, and a ReLU and a dropout of whole channels behind it, still have to do to values: value · scale
/// + shift, with a scale and a shift for each channel and sample, and max(0, …) of that. The next layer does it as it
/// reads the values, which saves a pass over memory for each of them.
/// </summary>
/// <param name="channels">Channels.</param>
/// <param name="slots">Blocks with scales of their own; 1 if all share the same.</param>
internal sealed unsafe class DeferredAffine(int channels, int slots)
{
    private readonly AlignedArray<float> _scales = new((long)channels * Lanes.PerBlock * slots);
    private readonly AlignedArray<float> _shifts = new((long)channels * Lanes.PerBlock * slots);

    /// <summary>Whether a ReLU comes last. It may: a dropout's factors are not negative and change places with it.</summary>
    public bool Rectify { get; set; }

    /// <summary>The dropout's factor for each channel and lane, which the gradient needs by itself; null for none.</summary>
    public Activation? Masks { get; set; }

    /// <summary>A block's scales: [channel, lane].</summary>
    public float* Scales(int block) => _scales.Pointer + Offset(block);

    /// <summary>A block's shifts: [channel, lane].</summary>
    public float* Shifts(int block) => _shifts.Pointer + Offset(block);

    /// <summary>Scales that change nothing.</summary>
    public static DeferredAffine Identity(int channels)
    {
        var identity = new DeferredAffine(channels, slots: 1);
        identity._scales.Span.Fill(1);
        return identity;
    }

    private int Offset(int block) => slots == 1 ? 0 : block * channels * Lanes.PerBlock;
}
