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
    /// Registers narrower than a block go over its lanes in turn, while the first-level cache still holds the input of the tile.
    /// </remarks>
    public static void Forward<TVector>(ConvolutionPlan plan, float* input, float* packed, float* bias, bool rectify, float* output)
        where TVector : unmanaged, IVector<TVector>
    {
        var taps = new TileTaps
        {
            Offsets = plan.TapOffsets.Pointer,
            Count = plan.Taps,
            OutPlane = plan.OutPlane * Lanes.PerBlock,
            Rectifies = rectify,
        };
        // Every output channel reads the input beneath a band of pixels from the second-level cache.
        for (int p = 0; p < plan.Pixels; p += plan.PixelsPerBand)
            Band<TVector>(plan, taps, p, Math.Min(p + plan.PixelsPerBand, plan.Pixels), input, packed, bias, output);
    }

    private static void Band<TVector>(
        ConvolutionPlan plan, in TileTaps taps, int first, int end, float* input, float* packed, float* bias, float* output)
        where TVector : unmanaged, IVector<TVector>
    {
        for (int o = 0; o < plan.OutChannels;)
        {
            int channels = PackedWeights.TileAt(o, plan.OutChannels);
            Channels<TVector>(plan, taps, channels, first, end, input, packed, bias + o, output + (o * taps.OutPlane));
            packed += channels * plan.Taps;
            o += channels;
        }
    }

    private static void Channels<TVector>(
        ConvolutionPlan plan, in TileTaps taps, int channels, int first, int end, float* input, float* packed, float* bias, float* output)
        where TVector : unmanaged, IVector<TVector>
    {
        int tile = channels == 4 ? 3 : 6;
        int step = plan.Pixels < tile ? 1 : tile;
        for (int p = first; p < end; p += step)
        {
            // The last tile may do some pixels twice.
            int from = Math.Min(p, plan.Pixels - step);
            int* pixels = plan.PixelOffsets.Pointer + from;
            int* places = plan.OutputOffsets.Pointer + from;
            for (int lane = 0; lane < Lanes.PerBlock; lane += TVector.Count)
            {
                switch (channels, step)
                {
                    case (4, 1): Tile4x1<TVector>(taps, input + lane, pixels, packed, bias, output + lane, places); break;
                    case (4, _): Tile4x3<TVector>(taps, input + lane, pixels, packed, bias, output + lane, places); break;
                    case (2, 1): Tile2x1<TVector>(taps, input + lane, pixels, packed, bias, output + lane, places); break;
                    case (2, _): Tile2x6<TVector>(taps, input + lane, pixels, packed, bias, output + lane, places); break;
                    case (_, 1): Tile1x1<TVector>(taps, input + lane, pixels, packed, bias, output + lane, places); break;
                    default: Tile1x6<TVector>(taps, input + lane, pixels, packed, bias, output + lane, places); break;
                }
            }
        }
    }
}
