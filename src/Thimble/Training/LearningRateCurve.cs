namespace Thimble.Training;

/// <summary>The loss over the learning rate, and what can be read from it.</summary>
/// <param name="Points">The steps, by rising learning rate.</param>
/// <param name="HasDiverged">Whether the search ended early, because the loss had grown far above its best.</param>
internal sealed record LearningRateCurve(IReadOnlyList<LearningRatePoint> Points, bool HasDiverged)
{
    private const int FewestPoints = 4;

    // As fastai does: the first tenth has seen too few batches, the last five are where the loss takes off.
    private const int LeftOutAtEnd = 5;

    /// <summary>
    /// The suggestion: fastai's valley, half way into the longest stretch over which the loss falls (the longest
    /// falling subsequence, as of fastai 2.3). Null where the curve is too short or never falls.
    /// </summary>
    public double? Valley => IsReadable ? Judged[ValleyIndex(Judged)].LearningRate : null;

    /// <summary>Where the loss falls fastest over the logarithm of the learning rate; null as for <see cref="Valley"/>.</summary>
    public double? Steepest => IsReadable ? Judged[SteepestIndex(Judged)].LearningRate : null;

    private LearningRatePoint[] Judged => [.. Points.Skip(Points.Count / 10).SkipLast(LeftOutAtEnd)];

    private bool IsReadable => Judged is { Length: >= FewestPoints } points && points.Min(point => point.SmoothedLoss) < points[0].SmoothedLoss;

    private static int ValleyIndex(LearningRatePoint[] points)
    {
        int[] lengths = [.. Enumerable.Repeat(1, points.Length)];
        int end = 0;
        for (int i = 1; i < points.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                if (points[i].SmoothedLoss < points[j].SmoothedLoss)
                    lengths[i] = Math.Max(lengths[i], lengths[j] + 1);
            }

            if (lengths[i] > lengths[end])
                end = i;
        }

        int start = Math.Max(0, end - lengths[end]);
        double third = (end - start) / 3.0;
        return start + (int)third + (int)(third / 2);
    }

    private static int SteepestIndex(LearningRatePoint[] points) => Enumerable.Range(0, points.Length - 1).MinBy(
        i => (points[i + 1].SmoothedLoss - points[i].SmoothedLoss) / Math.Log(points[i + 1].LearningRate / points[i].LearningRate));
}

/// <summary>A step of the search for a learning rate.</summary>
/// <param name="LearningRate">The learning rate of the step.</param>
/// <param name="Loss">The batch's mean loss before the step.</param>
/// <param name="SmoothedLoss">The exponential average of the losses so far, corrected for its beginning.</param>
internal readonly record struct LearningRatePoint(double LearningRate, double Loss, double SmoothedLoss);
