namespace Thimble.Kernels;

/// <summary>The convolution of a block with weights: forward, and with turned weights the gradient of the input.</summary>
internal static unsafe partial class DirectConvolution
{
    /// <summary>One group: output[o, p] = bias[o] + Σ over taps t of weights[o, t] · input at (p, t).</summary>
    /// <param name="plan">The tables of offsets.</param>
    /// <param name="input">[input channel, row, column, lane], borders included.</param>
    /// <param name="packed">Weights from <see cref="PackedWeights"/>.</param>
    /// <param name="bias">One number an output channel.</param>
    /// <param name="rectify">Whether to output max(0, value): a ReLU costs nothing while the value is in a register.</param>
    /// <param name="output">[output channel, pixel, lane].</param>
    /// <remarks>
    /// The registers hold 12 sums: 4 channels × 3 pixels (or 2 × 6, 1 × 6), enough to hide the latency of two
    /// multiply-add units. A tap costs 3 loads and 4 broadcasts for 12 multiply-adds. The pixels left over at the end
    /// are done by one more tile that overlaps the one before, or one at a time where there are too few for a tile.
    /// Registers narrower than a block go over its lanes in turn.
    /// </remarks>
    public static void Forward<TVector>(ConvolutionPlan plan, float* input, float* packed, float* bias, bool rectify, float* output)
        where TVector : unmanaged, IVector<TVector>
    {
        // All output channels of a tile read all input channels. Where those are more than the second-level cache
        // holds, a few of them at a time are done for every output channel; the sums wait in the output.
        int chunk = plan.TapsPerChunk;
        for (int t = 0; t < plan.Taps; t += chunk)
        {
            var taps = new TapRange
            {
                Offsets = plan.TapOffsets.Pointer + t,
                Count = Math.Min(chunk, plan.Taps - t),
                Continues = t > 0,
                RectifyAtEnd = rectify && t + chunk >= plan.Taps,
            };
            Taps<TVector>(plan, taps, t, input, packed, bias, output);
        }
    }

    private static void Taps<TVector>(
        ConvolutionPlan plan, in TapRange taps, int firstTap, float* input, float* packed, float* bias, float* output)
        where TVector : unmanaged, IVector<TVector>
    {
        int outPlane = plan.Pixels * Lanes.PerBlock;
        for (int o = 0; o < plan.OutChannels;)
        {
            int channels = PackedWeights.TileAt(o, plan.OutChannels);
            for (int lane = 0; lane < Lanes.PerBlock; lane += TVector.Count)
                Channels<TVector>(plan, taps, channels, input + lane, packed + (channels * firstTap), bias + o, output + (o * outPlane) + lane);
            packed += channels * plan.Taps;
            o += channels;
        }
    }

    private static void Channels<TVector>(
        ConvolutionPlan plan, in TapRange taps, int channels, float* input, float* packed, float* bias, float* output)
        where TVector : unmanaged, IVector<TVector>
    {
        int* pixels = plan.PixelOffsets.Pointer;
        int outPlane = plan.Pixels * Lanes.PerBlock;
        int tile = channels == 4 ? 3 : 6;
        int step = plan.Pixels < tile ? 1 : tile;
        for (int p = 0; p < plan.Pixels; p += step)
        {
            // What is left over may be done twice where the sums begin at the bias, but not where they continue.
            if (taps.Continues && p + step > plan.Pixels)
                step = 1;
            int first = Math.Min(p, plan.Pixels - step);
            float* target = output + (first * Lanes.PerBlock);
            switch (channels, step)
            {
                case (4, 1): Tile4x1<TVector>(input, pixels + first, taps, packed, bias, target, outPlane); break;
                case (4, _): Tile4x3<TVector>(input, pixels + first, taps, packed, bias, target, outPlane); break;
                case (2, 1): Tile2x1<TVector>(input, pixels + first, taps, packed, bias, target, outPlane); break;
                case (2, _): Tile2x6<TVector>(input, pixels + first, taps, packed, bias, target, outPlane); break;
                case (_, 1): Tile1x1<TVector>(input, pixels + first, taps, packed, bias, target, outPlane); break;
                default: Tile1x6<TVector>(input, pixels + first, taps, packed, bias, target, outPlane); break;
            }
        }
    }
}
