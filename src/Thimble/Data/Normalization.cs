namespace Thimble;

/// <summary>How a pixel becomes a network's input: (pixel / 255 − mean) / standard deviation.</summary>
/// <param name="Mean">The mean of pixel / 255 over the training images.</param>
/// <param name="StandardDeviation">Its standard deviation.</param>
public sealed record Normalization(float Mean, float StandardDeviation)
{
    /// <summary>MNIST's customary figures.</summary>
    public static Normalization Mnist { get; } = new(0.1307f, 0.3081f);

    /// <summary>What a pixel, 0 to 255, is multiplied by; then <see cref="Addend"/> is added.</summary>
    public float Factor => 1 / (255 * StandardDeviation);

    /// <summary>What is added to a pixel times <see cref="Factor"/>.</summary>
    public float Addend => -Mean / StandardDeviation;

    /// <summary>The figures that are customary for a data set that is known by name; null where they are measured.</summary>
    /// <param name="dataName">The data set's name.</param>
    public static Normalization? Customary(string dataName) =>
        CatalogueEntry.All.FirstOrDefault(entry => entry.Name == dataName)?.Normalization;

    /// <summary>Measures mean and standard deviation of a set of images.</summary>
    public static Normalization Of(ImageDataset images)
    {
        long sum = 0;
        long sumOfSquares = 0;
        for (int i = 0; i < images.Count; i++)
        {
            foreach (byte pixel in images.Pixels(i))
            {
                sum += pixel;
                sumOfSquares += pixel * pixel;
            }
        }

        double count = Math.Max(1.0, (double)images.Count * images.ImageShape.Size);
        double mean = sum / count;
        double variance = Math.Max(0, (sumOfSquares / count) - (mean * mean));
        // Images without any contrast would divide by zero; they carry nothing to scale.
        double deviation = variance > 0 ? Math.Sqrt(variance) : 255;
        return new((float)(mean / 255), (float)(deviation / 255));
    }
}

/// <summary>Pixels as a network takes them in evaluation: (pixel / 255 − mean) / standard deviation.</summary>
internal static unsafe class NormalizedPixels
{
    /// <summary>Writes an image: pixel p to destination[p · stride].</summary>
    public static void Write(ReadOnlySpan<byte> pixels, Normalization normalization, float* destination, int stride)
    {
        float scale = normalization.Factor;
        float shift = normalization.Addend;
        foreach (byte pixel in pixels)
        {
            *destination = (pixel * scale) + shift;
            destination += stride;
        }
    }
}
