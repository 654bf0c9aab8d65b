namespace Thimble.Statistics;

/// <summary>The difference of two means of a few figures each, with its 95% interval by Student's t.</summary>
/// <param name="Difference">The first mean less the second.</param>
/// <param name="HalfWidth">Half the width of the interval: the difference ± this; null where there are too few figures for one, or where they do not vary at all, which is chance.</param>
/// <param name="IsPaired">Whether the figures were compared pair by pair.</param>
internal sealed record MeanDifference(double Difference, double? HalfWidth, bool IsPaired)
{
    /// <summary>Whether 0 is outside of the interval: luck alone would bring that about once in twenty times.</summary>
    public bool IsMoreThanLuck => HalfWidth is { } half && Math.Abs(Difference) > half;

    /// <summary>Compares pair by pair: what both figures of a pair share takes no part in it.</summary>
    /// <param name="first">The first figures.</param>
    /// <param name="second">The second figures, in the same order.</param>
    /// <exception cref="ArgumentException">There are more on one side, or none.</exception>
    public static MeanDifference Paired(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        if (first.Count != second.Count)
            throw new ArgumentException($"{first.Count} figures cannot be paired with {second.Count}.", nameof(second));
        var differences = new SampleStatistics([.. first.Zip(second, (one, other) => one - other)]);
        return new(differences.Mean, differences.HalfWidth is > 0 and var half ? half : null, IsPaired: true);
    }

    /// <summary>Compares figures that have nothing to do with each other and may vary by different amounts.</summary>
    /// <param name="first">The first figures.</param>
    /// <param name="second">The second figures.</param>
    /// <exception cref="ArgumentException">There are none on a side.</exception>
    /// <remarks>
    /// B. L. Welch, "The generalization of Student's problem when several different population variances are involved", 1947. The degrees of
    /// freedom are rounded down, which makes the interval a little wider.
    /// </remarks>
    public static MeanDifference Unpaired(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        var one = new SampleStatistics(first);
        var other = new SampleStatistics(second);
        double difference = one.Mean - other.Mean;
        if (one.StandardDeviation is not { } deviation || other.StandardDeviation is not { } otherDeviation)
            return new(difference, null, IsPaired: false);
        double a = deviation * deviation / one.Count;
        double b = otherDeviation * otherDeviation / other.Count;
        if (a + b <= 0)
            return new(difference, null, IsPaired: false);
        double degrees = (a + b) * (a + b) / ((a * a / (one.Count - 1)) + (b * b / (other.Count - 1)));
        return new(difference, StudentQuantile.Of95Percent(Math.Max(1, (int)degrees)) * Math.Sqrt(a + b), IsPaired: false);
    }
}
