using Thimble.Training;

namespace Thimble.Diagnosis;

/// <summary>What is in the data of a run, and how many of each class are correctly classified: findings about data are made of it without the data.</summary>
/// <param name="Training">Training images of each class.</param>
/// <param name="Evaluated">Evaluated images of each class.</param>
/// <param name="Correct">Of those, correctly classified ones; null before training.</param>
/// <param name="Split">What the evaluated images are: <c>test</c> or <c>validation</c>.</param>
/// <param name="Repeated">Evaluated images that are training images, too.</param>
internal sealed record DataStatistics(
    IReadOnlyList<int> Training, IReadOnlyList<int> Evaluated, IReadOnlyList<int>? Correct, string Split, RepeatedImages Repeated)
{
    /// <summary>Evaluated images that are nearly training images; null for runs made before this existed, for the catalogue's data, and where there are too many images to compare.</summary>
    public NearDuplicates? Near { get; init; }

    /// <summary>Training images whose labels may be wrong; null where that was not looked for.</summary>
    public SuspectLabels? Suspects { get; init; }

    /// <summary>What the classes are called; null for a run that was kept before this was, and where it is not known: numbers from 0.</summary>
    public IReadOnlyList<string>? ClassNames { get; init; }

    /// <summary>Counts.</summary>
    /// <param name="data">The data.</param>
    /// <param name="predictions">The network's prediction for each evaluated image, in their order; null before training.</param>
    /// <param name="threads">Threads to use; the processor's count if null. The result does not depend on it.</param>
    public static DataStatistics Of(Dataset data, IReadOnlyList<Prediction>? predictions, int? threads = null)
    {
        int[] training = data.Train.CountClasses();
        int[] evaluated = data.Evaluated.CountClasses();
        Array.Resize(ref training, Math.Max(training.Length, evaluated.Length));
        Array.Resize(ref evaluated, training.Length);
        int[] correct = new int[evaluated.Length];
        var repeated = RepeatedImages.Of(data, predictions, out HashSet<int> copies);
        foreach (Prediction right in predictions?.Where(prediction => prediction.IsRight) ?? [])
            correct[right.Label]++;
        return new(training, evaluated, predictions is null ? null : correct, data.EvaluatedSplit, repeated)
        {
            // The catalogue's data is not searched, and drawn digits are never copies.
            Near = data.Name == SyntheticDigits.Name || CatalogueEntry.All.Any(entry => entry.Name == data.Name) ? null : NearDuplicates.Of(data, predictions, copies.Contains, threads),
            // Evaluated images may have labels beyond the classes, which then have no names.
            ClassNames = data.ClassNames.Count == training.Length ? data.ClassNames : null,
        };
    }

    /// <summary>What a class is called.</summary>
    public string NameOf(int label) => ClassNames?[label] ?? $"{label}";

    /// <summary>The mean recall of the classes that occur among the evaluated images; null before training.</summary>
    public double? BalancedAccuracy => Correct is null ? null : new ClassBalance(Evaluated).MeanRecall(label => Correct[label]);
}

/// <summary>Evaluated images that are among the training images, pixel for pixel.</summary>
/// <param name="Count">How many.</param>
/// <param name="OtherLabel">How many of them have another label than the training image.</param>
/// <param name="Correct">How many of them are correctly classified; null before training.</param>
/// <param name="First">The first of them.</param>
internal sealed record RepeatedImages(int Count, int OtherLabel, int? Correct, IReadOnlyList<RepeatedImage> First)
{
    private const int MostNamed = 5;

    /// <summary>Finds them. Of equal training images the first counts.</summary>
    /// <param name="data">The data.</param>
    /// <param name="predictions">One an evaluated image; null before training.</param>
    public static RepeatedImages Of(Dataset data, IReadOnlyList<Prediction>? predictions) => Of(data, predictions, out _);

    /// <summary>Finds them, and returns the indices of all evaluated ones.</summary>
    internal static RepeatedImages Of(Dataset data, IReadOnlyList<Prediction>? predictions, out HashSet<int> evaluatedOnes)
    {
        ILookup<int, int> training = Enumerable.Range(0, data.Train.Count).ToLookup(index => HashOf(data.Train.Pixels(index)));
        RepeatedImage[] repeated =
        [
            .. from evaluated in Enumerable.Range(0, data.Evaluated.Count)
               from same in training[HashOf(data.Evaluated.Pixels(evaluated))].Where(index => data.Train.Pixels(index).SequenceEqual(data.Evaluated.Pixels(evaluated))).Take(1)
               select new RepeatedImage(evaluated, same),
        ];
        evaluatedOnes = [.. repeated.Select(pair => pair.Evaluated)];
        return new(
            repeated.Length,
            repeated.Count(pair => data.Evaluated.Label(pair.Evaluated) != data.Train.Label(pair.Training)),
            predictions is null ? null : repeated.Count(pair => predictions[pair.Evaluated].IsRight),
            [.. repeated.Take(MostNamed)]);
    }

    // Differs from process to process, which decides nothing: images are compared pixel by pixel.
    private static int HashOf(ReadOnlySpan<byte> pixels)
    {
        var hash = new HashCode();
        hash.AddBytes(pixels);
        return hash.ToHashCode();
    }
}

/// <summary>An evaluated image and the training image that it is.</summary>
/// <param name="Evaluated">The evaluated image's index.</param>
/// <param name="Training">The training image's index.</param>
internal readonly record struct RepeatedImage(int Evaluated, int Training);

/// <summary>Training images that all late epochs, or two states of a trained network, are sure to be of another class than their label says.</summary>
/// <param name="Count">How many.</param>
/// <param name="First">The surest of them.</param>
internal sealed record SuspectLabels(int Count, IReadOnlyList<SuspectLabel> First)
{
    /// <summary>The confidence that final and best weights need, where there are no late epochs to go by.</summary>
    public const double SureOfWeights = 0.9;

    /// <summary>How many are named.</summary>
    public const int MostNamed = 5;

    /// <summary>Whether one state said it alone, since the final weights are the best ones.</summary>
    public bool IsFinalBest { get; init; }

    /// <summary>The late epochs that all said it; null where only the final and the best weights were asked.</summary>
    public int? LateEpochs { get; init; }

    /// <summary>The lowest probability of the other class, for people: <c>70%</c>.</summary>
    internal string Least => $"{100 * (LateEpochs is null ? SureOfWeights : LateMistakes.LeastConfidence):0}%";

    /// <summary>When or by what they were predicted so, for people: <c>by both the final and the best weights</c>.</summary>
    internal string Judges => LateEpochs is { } epochs ? $"in each of the last {epochs} epochs" : IsFinalBest ? "by the final weights, which are the best ones" : "by both the final and the best weights";
}

/// <summary>A training image whose label may be wrong.</summary>
/// <param name="Image">Its file, or its index.</param>
/// <param name="Label">What it is said to be.</param>
/// <param name="Class">What it looks like.</param>
internal sealed record SuspectLabel(string Image, int Label, int Class);
