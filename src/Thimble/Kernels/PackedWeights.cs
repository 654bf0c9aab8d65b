namespace Thimble.Kernels;

/// <summary>
/// A convolution's weights in the order in which <see cref="DirectConvolution.Forward"/> reads them: tiles of 4, 2 or 1
/// output channels, and in a tile tap after tap with the tile's channels side by side.
/// </summary>
internal static unsafe class PackedWeights
{
    /// <summary>Packs weights as they are.</summary>
    /// <param name="weights">[output channel, tap].</param>
    /// <param name="outChannels">Output channels.</param>
    /// <param name="taps">Taps.</param>
    /// <param name="packed">As many floats.</param>
    public static void Forward(float* weights, int outChannels, int taps, float* packed)
    {
        for (int o = 0; o < outChannels;)
        {
            int tile = TileAt(o, outChannels);
            for (int t = 0; t < taps; t++)
            {
                for (int i = 0; i < tile; i++)
                    *packed++ = weights[((o + i) * taps) + t];
            }

            o += tile;
        }
    }

    /// <summary>
    /// Packs the weights of the convolution that takes output gradients to input gradients: input and output channels
    /// change places and the kernel is flipped.
    /// </summary>
    /// <param name="weights">[output channel, input channel, kernel row · kernel column].</param>
    /// <param name="outChannels">Output channels of the forward convolution.</param>
    /// <param name="inChannels">Input channels of the forward convolution.</param>
    /// <param name="area">Kernel rows × columns.</param>
    /// <param name="taps">Which of the kernel's weights, in the order in which they are read.</param>
    /// <param name="packed">As many floats.</param>
    public static void InputGradient(float* weights, int outChannels, int inChannels, int area, ReadOnlySpan<int> taps, float* packed)
    {
        for (int c = 0; c < inChannels;)
        {
            int tile = TileAt(c, inChannels);
            for (int o = 0; o < outChannels; o++)
            {
                foreach (int tap in taps)
                {
                    for (int i = 0; i < tile; i++)
                        *packed++ = weights[(((o * inChannels) + c + i) * area) + tap];
                }
            }

            c += tile;
        }
    }

    /// <summary>The number of channels in the tile that begins at <paramref name="channel"/>.</summary>
    public static int TileAt(int channel, int channels) =>
        channels - channel >= 4 ? 4 : channels - channel >= 2 ? 2 : 1;
}
