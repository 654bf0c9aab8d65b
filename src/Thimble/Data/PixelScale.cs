namespace Thimble;

/// <summary>How a byte of each channel becomes a number: by a factor and an addend, or by a table of all 256 bytes.</summary>
internal sealed class PixelScale
{
    private const int LevelCount = 256;

    private readonly float[] _factors;
    private readonly float[] _addends;
    private readonly float[] _levels;

    private PixelScale(int channels)
    {
        _factors = new float[channels];
        _addends = new float[channels];
        _levels = new float[channels * LevelCount];
    }

    /// <summary>A network's inputs: (pixel / 255 − mean) / standard deviation.</summary>
    /// <param name="normalization">Mean and deviation.</param>
    /// <param name="channels">Channels of an image.</param>
    public static PixelScale Of(Normalization normalization, int channels)
    {
        var scale = new PixelScale(channels);
        for (int channel = 0; channel < channels; channel++)
        {
            int pair = normalization.PairOf(channel);
            scale._factors[channel] = normalization.Factor(channel);
            scale._addends[channel] = normalization.Addend(channel);
            // The table divides as PyTorch does; the factor differs from it in the last bit.
            for (int pixel = 0; pixel < LevelCount; pixel++)
                scale._levels[(channel * LevelCount) + pixel] = ((pixel / 255f) - normalization.Means[pair]) / normalization.StandardDeviations[pair];
        }

        return scale;
    }

    /// <summary>Pixels as they are, 0 to 255.</summary>
    /// <param name="channels">Channels of an image.</param>
    public static PixelScale Plain(int channels)
    {
        var scale = new PixelScale(channels);
        Array.Fill(scale._factors, 1);
        for (int i = 0; i < scale._levels.Length; i++)
            scale._levels[i] = i % LevelCount;
        return scale;
    }

    /// <summary>What a pixel of a channel is multiplied by.</summary>
    public float Factor(int channel) => _factors[channel];

    /// <summary>What is then added.</summary>
    public float Addend(int channel) => _addends[channel];

    /// <summary>The number of each byte of a channel.</summary>
    public ReadOnlySpan<float> Levels(int channel) => _levels.AsSpan(channel * LevelCount, LevelCount);
}
