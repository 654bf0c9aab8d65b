namespace Thimble.Statistics;

/// <summary>
/// Whether two networks that looked at the same images differ by more than luck (Q. McNemar, "Note on the sampling
/// error of the difference between correlated proportions", 1947). Only the images count that exactly one of them got
/// right: if both were equally good, each would be as likely to be the right one as a coin to fall on its head.
/// </summary>
internal readonly record struct McNemarTest
{
    /// <summary>Below so many images that only one got right the binomial distribution itself is summed.</summary>
    public const int LeastForChiSquare = 25;

    /// <summary>The customary level: one difference in twenty that is called real is luck.</summary>
    public const double UsualLevel = 0.05;

    /// <summary>Tests two counts.</summary>
    /// <param name="onlyFirst">Images that the first network got right and the second wrong.</param>
    /// <param name="onlySecond">Images that the second got right and the first wrong.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    public McNemarTest(int onlyFirst, int onlySecond)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(onlyFirst);
        ArgumentOutOfRangeException.ThrowIfNegative(onlySecond);
        OnlyFirst = onlyFirst;
        OnlySecond = onlySecond;
        PValue = IsExact ? ExactPValue(Math.Min(onlyFirst, onlySecond), Discordant) : ErrorFunction.Complement(Math.Sqrt(ChiSquare / 2));
    }

    /// <summary>Images that the first network got right and the second wrong.</summary>
    public int OnlyFirst { get; }

    /// <summary>Images that the second network got right and the first wrong.</summary>
    public int OnlySecond { get; }

    /// <summary>Images that exactly one of them got right.</summary>
    public int Discordant => OnlyFirst + OnlySecond;

    /// <summary>Whether <see cref="PValue"/> is the binomial distribution's own and not the approximation by chi-square.</summary>
    public bool IsExact => Discordant < LeastForChiSquare;

    /// <summary>(|b − c| − 1)² / (b + c): with Edwards' correction (1948), because counts are whole and chi-square is not.</summary>
    public double ChiSquare
    {
        get
        {
            // Counts as equal as they can be are no evidence at all; the correction must not make them some.
            double difference = Math.Max(0, Math.Abs(OnlyFirst - OnlySecond) - 1);
            return Discordant == 0 ? 0 : difference * difference / Discordant;
        }
    }

    /// <summary>How likely two equally good networks differ by as much or more, in either direction: 0 to 1.</summary>
    public double PValue { get; }

    /// <summary>Compares two networks image by image.</summary>
    /// <param name="first">Whether the first network got each image right.</param>
    /// <param name="second">Whether the second got it right, for the same images in the same order.</param>
    /// <exception cref="ArgumentException">There are more images on one side than on the other.</exception>
    public static McNemarTest Of(IReadOnlyList<bool> first, IReadOnlyList<bool> second)
    {
        if (first.Count != second.Count)
            throw new ArgumentException($"{first.Count} images cannot be paired with {second.Count}.", nameof(second));
        return new(first.Zip(second).Count(pair => pair is (true, false)), first.Zip(second).Count(pair => pair is (false, true)));
    }

    /// <summary>Whether the difference is more than luck.</summary>
    /// <param name="level">How small the p-value has to be for that; divide it by the number of pairs that are compared.</param>
    public bool IsMoreThanLuck(double level = UsualLevel) => PValue < level;

    // Twice the smaller tail of heads in so many throws; n is small, so 2ⁿ and the coefficients are exact.
    private static double ExactPValue(int fewer, int throws)
    {
        double coefficient = 1;
        double tail = 0;
        for (int heads = 0; heads <= fewer; heads++)
        {
            tail += coefficient;
            coefficient = coefficient * (throws - heads) / (heads + 1);
        }

        return Math.Min(1, 2 * tail / Math.Pow(2, throws));
    }
}
