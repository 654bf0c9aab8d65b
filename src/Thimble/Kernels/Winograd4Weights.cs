namespace Thimble.Kernels;

/// <summary>
/// A 3×3 convolution's weights, transformed (G g Gᵀ) and in the order in which <see cref="Winograd4"/> reads them: position, tile of
/// 4 or 2 output channels, input channel, channel in the tile. An odd channel is filled up with zeros.
/// </summary>
/// <remarks>All weights are transformed again before every training step, so a tile's 4 channels are done side by side.</remarks>
internal static unsafe class Winograd4Weights
{
    private const int Area = 9;

    // Channels that are transformed side by side.
    private const int Together = 4;

    /// <summary>Output channels, filled up to an even number.</summary>
    public static int FilledUp(int channels) => (channels + 1) / 2 * 2;

    /// <summary>The output channels of the tile that begins at one.</summary>
    public static int TileAt(int channel, int channels) => channels - channel >= 3 ? 4 : 2;

    /// <summary>The floats that the transformed weights take.</summary>
    public static int Floats(int outChannels, int inChannels) => Winograd4Plan.Positions * FilledUp(outChannels) * inChannels;

    /// <summary>Transforms weights as they are.</summary>
    /// <param name="weights">[output channel, input channel, 3, 3].</param>
    /// <param name="outChannels">Output channels.</param>
    /// <param name="inChannels">Input channels.</param>
    /// <param name="packed">As many floats as <see cref="Floats"/> says.</param>
    public static void Forward(float* weights, int outChannels, int inChannels, float* packed) =>
        Transform(weights, inChannels * Area, Area, tapStep: 1, outChannels, inChannels, packed);

    /// <summary>
    /// Transforms the weights of the convolution that takes output gradients to input gradients: input and output channels
    /// change places and the kernel is flipped.
    /// </summary>
    /// <param name="weights">[output channel, input channel, 3, 3].</param>
    /// <param name="outChannels">Output channels of the forward convolution.</param>
    /// <param name="inChannels">Input channels of the forward convolution.</param>
    /// <param name="packed">As many floats as <see cref="Floats"/> says of the exchanged channels.</param>
    public static void InputGradient(float* weights, int outChannels, int inChannels, float* packed) =>
        Transform(weights + Area - 1, Area, inChannels * Area, tapStep: -1, inChannels, outChannels, packed);

    private static void Transform(float* weights, int outStep, int inStep, int tapStep, int outChannels, int inChannels, float* packed)
    {
        float* taps = stackalloc float[Area * Together];
        float* positions = stackalloc float[Winograd4Plan.Positions * Together];
        int step = FilledUp(outChannels) * inChannels;
        for (int o = 0; o < outChannels;)
        {
            int tile = TileAt(o, outChannels);
            int channels = Math.Min(tile, outChannels - o);
            new Span<float>(taps, Area * Together).Clear();
            for (int i = 0; i < inChannels; i++, packed += tile)
            {
                for (int c = 0; c < channels; c++)
                {
                    float* source = weights + ((o + c) * outStep) + (i * inStep);
                    for (int tap = 0; tap < Area; tap++)
                        taps[(tap * Together) + c] = source[tap * tapStep];
                }

                Kernel(taps, positions);
                for (int k = 0; k < Winograd4Plan.Positions; k++)
                    new Span<float>(positions + (k * Together), tile).CopyTo(new Span<float>(packed + (k * step), tile));
            }

            o += tile;
        }
    }

    private static void Kernel(float* taps, float* positions)
    {
        const int Row = 3 * Together;
        float* lines = stackalloc float[Winograd4Plan.Side * Row];
        for (int column = 0; column < 3; column++)
            Winograd4Transform.Kernel<Vector128Float>(taps + (column * Together), Row, lines + (column * Together), Row);
        for (int row = 0; row < Winograd4Plan.Side; row++)
            Winograd4Transform.Kernel<Vector128Float>(lines + (row * Row), Together, positions + (row * Winograd4Plan.Side * Together), Together);
    }
}
