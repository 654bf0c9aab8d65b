namespace Thimble;

/// <summary>How often each class was predicted as each other one.</summary>
internal sealed class ConfusionMatrix
{
    private readonly int[] _counts;

    private ConfusionMatrix(int classCount)
    {
        ClassCount = classCount;
        _counts = new int[classCount * classCount];
    }

    /// <summary>The number of classes.</summary>
    public int ClassCount { get; }

    /// <summary>Images of class <paramref name="actual"/> that were predicted as <paramref name="predicted"/>.</summary>
    public int this[int actual, int predicted] => _counts[(actual * ClassCount) + predicted];

    /// <summary>Images looked at.</summary>
    public int Count => _counts.Sum();

    /// <summary>Images whose class was found.</summary>
    public int Correct => Enumerable.Range(0, ClassCount).Sum(index => this[index, index]);

    /// <summary>Counts predictions.</summary>
    /// <param name="predictions">The predictions.</param>
    /// <param name="classCount">The number of classes.</param>
    public static ConfusionMatrix Of(IReadOnlyList<Prediction> predictions, int classCount)
    {
        var matrix = new ConfusionMatrix(classCount);
        foreach (Prediction prediction in predictions)
            matrix._counts[(prediction.Label * classCount) + prediction.Class]++;
        return matrix;
    }

    /// <summary>Images of class <paramref name="actual"/>.</summary>
    public int CountOf(int actual) => _counts.AsSpan(actual * ClassCount, ClassCount).ToArray().Sum();

    /// <summary>The share of the images of class <paramref name="actual"/> that were found; 0 if there are none.</summary>
    public double AccuracyOf(int actual) => CountOf(actual) == 0 ? 0 : (double)this[actual, actual] / CountOf(actual);

    /// <summary>The mean of <see cref="AccuracyOf"/> over the classes that occur: what accuracy would be if they were equally frequent; 0 without images.</summary>
    public double BalancedAccuracy => ClassBalance.Of(this).MeanRecall(label => this[label, label]);

    /// <summary>The pairs that were confused, the most frequent first.</summary>
    public IEnumerable<(int Actual, int Predicted, int Count)> MostConfused() =>
        from actual in Enumerable.Range(0, ClassCount)
        from predicted in Enumerable.Range(0, ClassCount)
        where actual != predicted && this[actual, predicted] > 0
        orderby this[actual, predicted] descending, actual, predicted
        select (actual, predicted, this[actual, predicted]);
}
