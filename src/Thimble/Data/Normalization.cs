using System.Globalization;

namespace Thimble;

/// <summary>
/// How a pixel becomes a network's input: (pixel / 255 − mean) / standard deviation. One pair of the two for all channels, or one for each: then it
/// fits images of as many channels only.
/// </summary>
public sealed record Normalization
{
    /// <summary>The most pairs that there may be.</summary>
    public const int MaximumChannels = 64;

    /// <summary>One pair for all channels, however many there are.</summary>
    /// <param name="mean">The mean of pixel / 255 over the training images.</param>
    /// <param name="standardDeviation">Its standard deviation.</param>
    /// <exception cref="ArgumentException">A number is not finite, or the deviation is not above 0.</exception>
    public Normalization(float mean, float standardDeviation)
        : this([mean], [standardDeviation])
    {
    }

    /// <summary>One pair for each channel; a single one is for all channels.</summary>
    /// <param name="means">The mean of pixel / 255 of each channel; 1 to <see cref="MaximumChannels"/>.</param>
    /// <param name="standardDeviations">Its standard deviation; as many.</param>
    /// <exception cref="ArgumentException">There are none or too many, a number is not finite, or a deviation is not above 0.</exception>
    public Normalization(IReadOnlyList<float> means, IReadOnlyList<float> standardDeviations)
    {
        if (means.Count is < 1 or > MaximumChannels || means.Count != standardDeviations.Count)
            throw new ArgumentException($"{means.Count} means and {standardDeviations.Count} standard deviations; allowed: as many of both, 1 to {MaximumChannels}.", nameof(means));
        if (!means.All(float.IsFinite))
            throw new ArgumentException("A mean is not finite.", nameof(means));
        if (!standardDeviations.All(deviation => float.IsFinite(deviation) && deviation > 0))
            throw new ArgumentException("A standard deviation is not finite and above 0.", nameof(standardDeviations));
        Means = [.. means];
        StandardDeviations = [.. standardDeviations];
    }

    /// <summary>MNIST's customary figures.</summary>
    public static Normalization Mnist { get; } = new(0.1307f, 0.3081f);

    /// <summary>The mean of pixel / 255: one for all channels, or one for each.</summary>
    public IReadOnlyList<float> Means { get; }

    /// <summary>Its standard deviation; as many as <see cref="Means"/>.</summary>
    public IReadOnlyList<float> StandardDeviations { get; }

    /// <summary>The figures that are customary for a data set that is known by name; null where they are measured.</summary>
    /// <param name="dataName">The data set's name.</param>
    public static Normalization? Customary(string dataName) =>
        CatalogueEntry.All.FirstOrDefault(entry => entry.Name == dataName)?.Normalization;

    /// <summary>
    /// Measures mean and standard deviation of a set of images, each channel by itself; all channels together where they are more than
    /// <see cref="MaximumChannels"/>.
    /// </summary>
    public static Normalization Of(ImageDataset images)
    {
        Shape shape = images.ImageShape;
        int pairs = shape.Channels <= MaximumChannels ? shape.Channels : 1;
        int length = shape.Size / pairs;
        long[] sums = new long[pairs];
        long[] squares = new long[pairs];
        for (int i = 0; i < images.Count; i++)
        {
            ReadOnlySpan<byte> image = images.Pixels(i);
            for (int pair = 0; pair < pairs; pair++)
            {
                foreach (byte pixel in image.Slice(pair * length, length))
                {
                    sums[pair] += pixel;
                    squares[pair] += pixel * pixel;
                }
            }
        }

        double count = Math.Max(1.0, (double)images.Count * length);
        return new(
            [.. sums.Select(sum => (float)(sum / count / 255))],
            [.. sums.Zip(squares, (sum, sumOfSquares) => (float)(Deviation(sum / count, sumOfSquares / count) / 255))]);
    }

    /// <summary>What a pixel of a channel, 0 to 255, is multiplied by; then <see cref="Addend"/> is added.</summary>
    public float Factor(int channel) => 1 / (255 * StandardDeviations[PairOf(channel)]);

    /// <summary>What is added to a pixel of a channel times <see cref="Factor"/>.</summary>
    public float Addend(int channel) => -Means[PairOf(channel)] / StandardDeviations[PairOf(channel)];

    /// <summary>Whether the numbers are the same.</summary>
    public bool Equals(Normalization? other) =>
        other is not null && Means.SequenceEqual(other.Means) && StandardDeviations.SequenceEqual(other.StandardDeviations);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (float number in Means.Concat(StandardDeviations))
            hash.Add(number);
        return hash.ToHashCode();
    }

    /// <summary>The numbers: <c>mean 0.1307, standard deviation 0.3081</c>, or <c>mean [0.5, 0.4, 0.4], standard deviation [0.2, 0.2, 0.3]</c>.</summary>
    public override string ToString() => $"mean {TextOf(Means)}, standard deviation {TextOf(StandardDeviations)}";

    /// <summary>A number a channel as text: the number alone where it is one for all channels.</summary>
    internal static string TextOf(IReadOnlyList<float> numbers)
    {
        string text = string.Join(", ", numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)));
        return numbers.Count == 1 ? text : $"[{text}]";
    }

    /// <summary>Why it cannot normalize images of a shape, in words without an end; null if it can.</summary>
    internal string? ProblemWith(Shape images) => Means.Count == 1 || Means.Count == images.Channels
        ? null
        : $"the normalization has {Means.Count} means and deviations, but the images have {images.Channels} {(images.Channels == 1 ? "channel" : "channels")}; "
            + "give one of each for all channels, or one for each channel";

    /// <summary>Checks that it can normalize images of a shape.</summary>
    /// <exception cref="InvalidInputException">It has several pairs, and the images have another number of channels.</exception>
    internal void CheckFits(Shape images)
    {
        if (ProblemWith(images) is { } problem)
            throw new InvalidInputException(problem);
    }

    /// <summary>Which of the pairs is a channel's.</summary>
    internal int PairOf(int channel) => Means.Count == 1 ? 0 : channel;

    private static double Deviation(double mean, double meanOfSquares)
    {
        double variance = Math.Max(0, meanOfSquares - (mean * mean));
        // A channel without any contrast would divide by zero; it carries nothing to scale.
        return variance > 0 ? Math.Sqrt(variance) : 255;
    }
}
