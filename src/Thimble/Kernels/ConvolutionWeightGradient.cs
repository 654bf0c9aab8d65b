namespace Thimble.Kernels;

/// <summary>The gradient of a convolution's weights.</summary>
internal static unsafe partial class ConvolutionWeightGradient
{
    // So many pixels of 4 gradient planes and of the input rows beneath them stay in the first-level cache.
    private const int PixelsPerStrip = 64;

    /// <summary>The floats of scratch that <see cref="Compute"/> needs.</summary>
    public static long ScratchFloats(ConvolutionPlan plan) => (long)plan.OutChannels * plan.Taps * Lanes.PerBlock;

    /// <summary>One group and one block: gradient[o, t] = Σ over pixels p and lanes of outputGradient[o, p] · input at (p, t).</summary>
    /// <param name="plan">The tables of offsets of the forward convolution.</param>
    /// <param name="input">[input channel, row, column, lane], borders included.</param>
    /// <param name="outputGradient">[output channel, pixel, lane]; zero in lanes without a sample.</param>
    /// <param name="gradient">[output channel, tap], overwritten.</param>
    /// <param name="scratch">Room for the sums, a register's lanes apart: [output channel, tap, lane].</param>
    /// <remarks>
    /// Both operands are vectors of samples. A tile holds 4 channels × 3 taps of sums in registers while it runs over
    /// a strip of pixels; between strips the sums lie in scratch, so that each strip is read from the first-level
    /// cache by every tile. Lanes are added up once, at the end, in the fixed order of <see cref="Lanes.Sum"/>.
    /// </remarks>
    public static void Compute<TVector>(
        ConvolutionPlan plan, float* input, float* outputGradient, float* gradient, float* scratch)
        where TVector : unmanaged, IVector<TVector>
    {
        new Span<float>(scratch, (int)ScratchFloats(plan)).Clear();
        for (int p = 0; p < plan.Pixels; p += PixelsPerStrip)
        {
            int pixels = Math.Min(PixelsPerStrip, plan.Pixels - p);
            Strip<TVector>(plan, p, pixels, input, outputGradient + (p * Lanes.PerBlock), scratch);
        }

        Lanes.Sums(scratch, plan.OutChannels * plan.Taps, gradient);
    }

    private static void Strip<TVector>(
        ConvolutionPlan plan, int firstPixel, int pixels, float* input, float* outputGradient, float* sums)
        where TVector : unmanaged, IVector<TVector>
    {
        int* offsets = plan.PixelOffsets.Pointer + firstPixel;
        int* taps = plan.TapOffsets.Pointer;
        int outPlane = plan.Pixels * Lanes.PerBlock;
        int row = plan.Taps * Lanes.PerBlock;
        for (int o = 0; o < plan.OutChannels;)
        {
            int channels = PackedWeights.TileAt(o, plan.OutChannels);
            for (int t = 0; t < plan.Taps;)
            {
                int step = plan.Taps - t >= 3 ? 3 : 1;
                for (int lane = 0; lane < Lanes.PerBlock; lane += TVector.Count)
                {
                    float* source = input + lane;
                    float* gradient = outputGradient + (o * outPlane) + lane;
                    float* target = sums + (o * row) + (t * Lanes.PerBlock) + lane;
                    switch (channels, step)
                    {
                        case (4, 3): Tile4x3<TVector>(source, offsets, pixels, taps + t, gradient, outPlane, target, row); break;
                        case (4, _): Tile4x1<TVector>(source, offsets, pixels, taps + t, gradient, outPlane, target, row); break;
                        case (2, 3): Tile2x3<TVector>(source, offsets, pixels, taps + t, gradient, outPlane, target, row); break;
                        case (2, _): Tile2x1<TVector>(source, offsets, pixels, taps + t, gradient, outPlane, target, row); break;
                        case (_, 3): Tile1x3<TVector>(source, offsets, pixels, taps + t, gradient, outPlane, target, row); break;
                        default: Tile1x1<TVector>(source, offsets, pixels, taps + t, gradient, outPlane, target, row); break;
                    }
                }

                t += step;
            }

            o += channels;
        }
    }
}
