namespace Thimble.Statistics;

/// <summary>Quantiles of Student's t distribution, for the interval of the mean of a few figures.</summary>
internal static class StudentQuantile
{
    // Below this the expansion is off by more than a tenth of a percent.
    private static readonly double[] Few = [12.706, 4.303, 3.182, 2.776, 2.571];

    /// <summary>The quantile of a two-sided 95% interval.</summary>
    /// <param name="degrees">Degrees of freedom, at least 1.</param>
    /// <remarks>Beyond the table by Cornish and Fisher's expansion about the normal quantile (Abramowitz and Stegun, 26.7.5).</remarks>
    public static double Of95Percent(int degrees)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(degrees);
        if (degrees <= Few.Length)
            return Few[degrees - 1];
        const double Z = AccuracyInterval.QuantileOf95Percent;
        const double Z3 = Z * Z * Z;
        const double Z5 = Z3 * Z * Z;
        double n = degrees;
        return Z + ((Z3 + Z) / (4 * n)) + (((5 * Z5) + (16 * Z3) + (3 * Z)) / (96 * n * n))
            + (((3 * Z5 * Z * Z) + (19 * Z5) + (17 * Z3) - (15 * Z)) / (384 * n * n * n));
    }
}
