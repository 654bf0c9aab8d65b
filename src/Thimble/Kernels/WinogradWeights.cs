using System.Runtime.Intrinsics;

namespace Thimble.Kernels;

/// <summary>
/// A 3×3 convolution's weights, transformed (G g Gᵀ) and in the order in which <see cref="Winograd.Forward"/> reads them:
/// position, tile of 4 output channels, input channel, channel in the tile. The last tile is filled up with zeros.
/// </summary>
/// <remarks>All weights are transformed again before every training step, so a tile's 4 channels are done side by side.</remarks>
internal static unsafe class WinogradWeights
{
    private const int Area = 9;

    /// <summary>The floats that the transformed weights take.</summary>
    public static int Floats(int outChannels, int inChannels) =>
        WinogradPlan.Positions * Winograd.FilledUp(outChannels) * inChannels;

    /// <summary>Transforms weights as they are.</summary>
    /// <param name="weights">[output channel, input channel, 3, 3].</param>
    /// <param name="outChannels">Output channels.</param>
    /// <param name="inChannels">Input channels.</param>
    /// <param name="packed">As many floats as <see cref="Floats"/> says.</param>
    public static void Forward(float* weights, int outChannels, int inChannels, float* packed) =>
        Transform(weights, inChannels * Area, Area, tapStep: 1, outChannels, inChannels, packed);

    /// <summary>
    /// Transforms the weights of the convolution that takes output gradients to input gradients: input and output
    /// channels change places and the kernel is flipped.
    /// </summary>
    /// <param name="weights">[output channel, input channel, 3, 3].</param>
    /// <param name="outChannels">Output channels of the forward convolution.</param>
    /// <param name="inChannels">Input channels of the forward convolution.</param>
    /// <param name="packed">As many floats as <see cref="Floats"/> says of the exchanged channels.</param>
    public static void InputGradient(float* weights, int outChannels, int inChannels, float* packed) =>
        Transform(weights + Area - 1, Area, inChannels * Area, tapStep: -1, inChannels, outChannels, packed);

    private static void Transform(float* weights, int outStep, int inStep, int tapStep, int outChannels, int inChannels, float* packed)
    {
        Vector128<float>* taps = stackalloc Vector128<float>[Area];
        int position = Floats(outChannels, inChannels) / WinogradPlan.Positions;
        for (int o = 0; o < outChannels; o += Winograd.ChannelsPerTile)
        {
            int channels = Math.Min(Winograd.ChannelsPerTile, outChannels - o);
            new Span<Vector128<float>>(taps, Area).Clear();
            for (int i = 0; i < inChannels; i++)
            {
                for (int c = 0; c < channels; c++)
                {
                    float* source = weights + ((o + c) * outStep) + (i * inStep);
                    for (int tap = 0; tap < Area; tap++)
                        ((float*)(taps + tap))[c] = source[tap * tapStep];
                }

                Kernel(taps, packed, position);
                packed += Winograd.ChannelsPerTile;
            }
        }
    }

    // The rows of G are (1, 0, 0), (½, ½, ½), (½, −½, ½) and (0, 0, 1).
    private static void Kernel(Vector128<float>* taps, float* target, int position)
    {
        Row(taps[0], taps[1], taps[2], target, position);
        Row(HalfSum(taps, 0, 1), HalfSum(taps, 1, 1), HalfSum(taps, 2, 1), target + (4 * position), position);
        Row(HalfSum(taps, 0, -1), HalfSum(taps, 1, -1), HalfSum(taps, 2, -1), target + (8 * position), position);
        Row(taps[6], taps[7], taps[8], target + (12 * position), position);
    }

    private static Vector128<float> HalfSum(Vector128<float>* column, int c, float sign) =>
        (column[c] + column[c + 6] + (column[c + 3] * sign)) * 0.5f;

    private static void Row(Vector128<float> g0, Vector128<float> g1, Vector128<float> g2, float* target, int position)
    {
        Vector128<float> ends = g0 + g2;
        g0.Store(target);
        ((ends + g1) * 0.5f).Store(target + position);
        ((ends - g1) * 0.5f).Store(target + (2 * position));
        g2.Store(target + (3 * position));
    }
}
