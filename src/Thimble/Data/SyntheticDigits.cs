namespace Thimble;

/// <summary>
/// Digits drawn by a program: 28×28, white on black, in MNIST's framing. They need no file and no network, and each
/// image is a function of the seed and its own index: not of how many are made, nor of the number of threads.
/// </summary>
/// <remarks>
/// Ten digits of four or more hands each; control points, slant, rotation, width, pressure, thickness and size vary.
/// Only + − × ÷ and square roots are used, so the bytes are the same on every system.
/// </remarks>
public static class SyntheticDigits
{
    /// <summary>The data set's name.</summary>
    public const string Name = "synthetic-digits";

    /// <summary>Training images by default.</summary>
    public const int DefaultTrainCount = 20_000;

    /// <summary>Test images by default.</summary>
    public const int DefaultTestCount = 4_000;

    /// <summary>The seed by default.</summary>
    public const ulong DefaultSeed = 1;

    /// <summary>The most images of a split.</summary>
    public const int MaximumCount = 1_000_000;

    /// <summary>The index of the first test image: far above any training image's.</summary>
    private const int FirstTestIndex = 1_000_000_000;

    /// <summary>Draws a data set of 28×28 digits in ten classes, the labels drawn uniformly.</summary>
    /// <param name="trainCount">Training images, 1 to <see cref="MaximumCount"/>; 20,000 by default.</param>
    /// <param name="testCount">Test images, 1 to <see cref="MaximumCount"/>; 4,000 by default.</param>
    /// <param name="seed">Another seed draws other images; 1 by default.</param>
    /// <exception cref="InvalidInputException">A count is out of range.</exception>
    public static Dataset Create(int trainCount = DefaultTrainCount, int testCount = DefaultTestCount, ulong seed = DefaultSeed)
    {
        CheckCount(trainCount, "training");
        CheckCount(testCount, "test");
        ImageDataset train = Draw(Dataset.TrainName, 0, trainCount, seed);
        ImageDataset test = Draw("test", FirstTestIndex, testCount, seed);
        return new Dataset(train, test, Normalization.Of(train), $"generated, seed {seed}") { Preparation = PicturePreparation.Digit };
    }

    /// <summary>The catalogue's line about it: there is nothing to look for.</summary>
    internal static DatasetStatus Status() => new(
        Name, $"drawn by a program, 28×28, {DefaultTrainCount:N0} + {DefaultTestCount:N0}", [], null, IsAvailable: true,
        DefaultTrainCount, DefaultTestCount, Draw(Dataset.TrainName, 0, DefaultTrainCount, DefaultSeed).ContentHash);

    private static void CheckCount(int count, string what)
    {
        if (count is < 1 or > MaximumCount)
            throw new InvalidInputException($"{Name}: {count} {what} images; give 1 to {MaximumCount:N0}.");
    }

    private static ImageDataset Draw(string split, int firstIndex, int count, ulong seed)
    {
        var shape = new Shape(1, DigitPen.Side, DigitPen.Side);
        byte[] pixels = new byte[count * shape.Size];
        byte[] labels = new byte[count];
        Parallel.For(0, count, i =>
        {
            var random = new KeyedRandom(seed, 0, firstIndex + i, RandomPlace.SyntheticDigit);
            labels[i] = (byte)SyntheticDigit.Draw(random, pixels.AsSpan(i * shape.Size, shape.Size));
        });
        return new ImageDataset(Name, split, shape, 10, pixels, labels);
    }
}
