namespace Thimble;

/// <summary>How often the classes of a set of images occur.</summary>
/// <param name="Counts">Images of each class.</param>
internal sealed record ClassBalance(IReadOnlyList<int> Counts)
{
    // Fewer images than that, or as many as chance makes of equal shares, are no imbalance.
    private const double LeastRatio = 4;
    private const double StandardDeviations = 2;

    /// <summary>The classes of images that were evaluated.</summary>
    public static ClassBalance Of(ConfusionMatrix matrix) => new([.. Enumerable.Range(0, matrix.ClassCount).Select(matrix.CountOf)]);

    /// <summary>All images.</summary>
    public int Total => Counts.Sum();

    /// <summary>The classes that occur.</summary>
    public IReadOnlyList<int> Present => [.. Enumerable.Range(0, Counts.Count).Where(label => Counts[label] > 0)];

    /// <summary>The classes that do not occur.</summary>
    public IReadOnlyList<int> Absent => [.. Enumerable.Range(0, Counts.Count).Where(label => Counts[label] == 0)];

    /// <summary>The most frequent class, the first of equals.</summary>
    public int Largest => Enumerable.Range(0, Counts.Count).MaxBy(label => Counts[label]);

    /// <summary>The rarest class that occurs, the first of equals; there must be an image.</summary>
    public int Rarest => Present.MinBy(label => Counts[label]);

    /// <summary>What always guessing the most frequent class finds of these images; 0 without images.</summary>
    public double LargestShare => Total == 0 ? 0 : (double)Counts[Largest] / Total;

    /// <summary>Whether one class that occurs has several times as many images as another, by more than chance.</summary>
    public bool IsImbalanced
    {
        get
        {
            if (Present.Count < 2)
                return false;
            double mean = (double)Total / Present.Count;
            double chance = StandardDeviations * Math.Sqrt(mean);
            return Counts[Largest] >= LeastRatio * Counts[Rarest] && (Counts[Largest] - mean > chance || mean - Counts[Rarest] > chance);
        }
    }

    /// <summary>The mean over the classes that occur of the fraction that is correctly classified; 0 without images.</summary>
    /// <param name="correct">How many images of a class are.</param>
    public double MeanRecall(Func<int, int> correct) => Present.Select(label => (double)correct(label) / Counts[label]).DefaultIfEmpty().Average();

    /// <summary>The balanced accuracy on images whose classes these are, in words; null where accuracy says the same.</summary>
    /// <param name="matrix">How they were classified.</param>
    public string? InWords(ConfusionMatrix matrix) => Present.Count switch
    {
        0 => null,
        1 => $"every image is of class {Present[0]}: always guessing it would reach 100%",
        _ when !IsImbalanced => null,
        _ => $"{100 * matrix.BalancedAccuracy:0.00}%, the mean over the {Present.Count} classes that occur; always guessing class {Largest} would reach {100 * LargestShare:0.00}% accuracy",
    };
}
