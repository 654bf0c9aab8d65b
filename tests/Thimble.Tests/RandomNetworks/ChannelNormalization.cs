namespace Thimble.Tests.RandomNetworks;

/// <summary>Normalization by its definition, a pixel at a time.</summary>
internal static class ChannelNormalization
{
    /// <summary>A mean and a deviation of its own for each channel.</summary>
    public static Normalization Of(int channels) => new(
        [.. Enumerable.Range(0, channels).Select(channel => 0.3f + (0.4f * channel / channels))],
        [.. Enumerable.Range(0, channels).Select(channel => 0.2f + (0.3f * channel / channels))]);

    /// <summary>An image as a network takes it.</summary>
    public static float[] Normalized(Normalization normalization, Shape shape, ReadOnlySpan<byte> pixels)
    {
        float[] normalized = new float[pixels.Length];
        for (int i = 0; i < pixels.Length; i++)
        {
            int pair = normalization.Means.Count == 1 ? 0 : i / shape.PlaneSize;
            float deviation = normalization.StandardDeviations[pair];
            normalized[i] = (pixels[i] * (1 / (255 * deviation))) + (-normalization.Means[pair] / deviation);
        }

        return normalized;
    }
}
