namespace Thimble.Statistics;

/// <summary>
/// How exactly an accuracy is known that was measured on n images: Wilson's 95% interval
/// (E. B. Wilson, "Probable inference, the law of succession, and statistical inference", 1927). Unlike accuracy ± 2
/// standard errors, the interval stays within 0 to 1 and keeps its promise close to 100%, where small networks are.
/// </summary>
internal readonly record struct AccuracyInterval
{
    /// <summary>The normal distribution's quantile of a 95% interval.</summary>
    public const double QuantileOf95Percent = 1.959963984540054;

    /// <summary>Measures an accuracy.</summary>
    /// <param name="correct">Images that were classified correctly.</param>
    /// <param name="count">Images looked at, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no images, or more correct ones than images.</exception>
    public AccuracyInterval(int correct, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfNegative(correct);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(correct, count);
        double share = (double)correct / count;
        const double Quantile = QuantileOf95Percent;
        const double Square = Quantile * Quantile;
        double centre = (share + (Square / (2 * count))) / (1 + (Square / count));
        double half = Quantile / (1 + (Square / count)) * Math.Sqrt((share * (1 - share) / count) + (Square / (4.0 * count * count)));
        // Exactly 0 and 1 at the ends, where the formula rounds to their neighbours.
        Lower = correct == 0 ? 0 : centre - half;
        Upper = correct == count ? 1 : centre + half;
    }

    /// <summary>The interval's lower end, 0 to 1.</summary>
    public double Lower { get; }

    /// <summary>The interval's upper end, 0 to 1.</summary>
    public double Upper { get; }
}
