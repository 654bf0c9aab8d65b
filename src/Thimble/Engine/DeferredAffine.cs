using Thimble.Kernels;

namespace Thimble.Engine;

/// <summary>
/// What a normalization, and a ReLU and a dropout of whole channels after it, do to values: value · scale + shift, with a
/// scale and a shift for each channel and sample, and max(0, …) of that. The next step does it as it reads the values,
/// which saves a pass over memory for each of them.
/// </summary>
/// <param name="channels">Channels.</param>
/// <param name="slots">Blocks with scales of their own; 1 if all share the same.</param>
/// <param name="rectify">Whether a ReLU is part of it. A dropout's factors are not negative, so their order does not matter.</param>
internal sealed unsafe class DeferredAffine(int channels, int slots, bool rectify)
{
    private readonly AlignedArray<float> _scales = new((long)channels * Lanes.PerBlock * slots);
    private readonly AlignedArray<float> _shifts = new((long)channels * Lanes.PerBlock * slots);

    /// <summary>Whether a ReLU is part of it.</summary>
    public bool Rectify => rectify;

    /// <summary>A block's scales: [channel, lane].</summary>
    public float* Scales(int block) => _scales.Pointer + Offset(block);

    /// <summary>A block's shifts: [channel, lane].</summary>
    public float* Shifts(int block) => _shifts.Pointer + Offset(block);

    /// <summary>Fills a block's scales and shifts with a number a channel, the same for each lane.</summary>
    public void Fill(int block, ReadOnlySpan<float> scales, ReadOnlySpan<float> shifts)
    {
        for (int c = 0; c < channels; c++)
        {
            new Span<float>(Scales(block) + (c * Lanes.PerBlock), Lanes.PerBlock).Fill(scales[c]);
            new Span<float>(Shifts(block) + (c * Lanes.PerBlock), Lanes.PerBlock).Fill(shifts[c]);
        }
    }

    /// <summary>Multiplies a block's scales and shifts by a factor for each channel and lane.</summary>
    public void Multiply(int block, float* masks)
    {
        float* scales = Scales(block);
        float* shifts = Shifts(block);
        for (int i = 0; i < channels * Lanes.PerBlock; i++)
        {
            scales[i] *= masks[i];
            shifts[i] *= masks[i];
        }
    }

    /// <summary>Scales that change nothing.</summary>
    public static DeferredAffine Identity(int channels)
    {
        var identity = new DeferredAffine(channels, slots: 1, rectify: false);
        identity._scales.Span.Fill(1);
        return identity;
    }

    private int Offset(int block) => slots == 1 ? 0 : block * channels * Lanes.PerBlock;
}
