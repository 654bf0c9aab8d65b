namespace Thimble.Diagnosis;

/// <summary>Evaluated images that are nearly a training image: scaled, compressed again, brighter. Those that are one pixel for pixel do not count here.</summary>
/// <param name="Count">How many.</param>
/// <param name="OtherLabel">How many of them have another label than the training image.</param>
/// <param name="Correct">How many of them are correctly classified; null before training.</param>
/// <param name="First">The nearest of them.</param>
internal sealed record NearDuplicates(int Count, int OtherLabel, int? Correct, IReadOnlyList<NearDuplicate> First)
{
    private const int MostNamed = 5;

    // Above this many multiplications the comparison is skipped, since it might take minutes: MNIST, 60,000 × 10,000 images of 784 pixels, has 0.47e12.
    private const double MostWork = 1e12;

    // The images are held as floats meanwhile.
    private const long MostBytes = 1L << 30;

    /// <summary>Finds them.</summary>
    /// <param name="data">The data.</param>
    /// <param name="predictions">One an evaluated image; null before training.</param>
    /// <param name="repeated">Whether an evaluated image is a training image, pixel for pixel.</param>
    /// <param name="threads">Threads to use; the processor's count if null. The result does not depend on it.</param>
    /// <returns>What was found; null where there are too many pairs to compare.</returns>
    public static NearDuplicates? Of(Dataset data, IReadOnlyList<Prediction>? predictions, Predicate<int> repeated, int? threads = null)
    {
        ImageDataset train = data.Train;
        ImageDataset evaluated = data.Evaluated;
        int size = train.ImageShape.Size;
        if ((double)train.Count * evaluated.Count * size > MostWork || ((long)train.Count + evaluated.Count) * size * sizeof(float) > MostBytes)
            return null;
        NearPair[] found = [.. new NearestPictures(new(evaluated, threads), new(train, threads), threads).Find(index => !repeated(index)).OrderBy(pair => pair.Distance).ThenBy(pair => pair.Evaluated)];
        return new(
            found.Length,
            found.Count(pair => evaluated.Label(pair.Evaluated) != train.Label(pair.Training)),
            predictions is null ? null : found.Count(pair => predictions[pair.Evaluated].IsRight),
            [.. found.Take(MostNamed).Select(pair => new NearDuplicate(NameOf(evaluated, pair.Evaluated), NameOf(train, pair.Training)))]);
    }

    private static string NameOf(ImageDataset images, int index) => images.NameOf(index) ?? $"{index}";
}

/// <summary>An evaluated image and the training image that it nearly is.</summary>
/// <param name="Evaluated">The evaluated image's file, or its index.</param>
/// <param name="Training">The training image's file, or its index.</param>
internal sealed record NearDuplicate(string Evaluated, string Training);
