namespace Thimble.Statistics;

/// <summary>The complementary error function, which .NET lacks: the normal distribution's tails.</summary>
internal static class ErrorFunction
{
    private const double SquareRootOfPi = 1.7724538509055160;
    private const double Border = 3;
    private const int Fractions = 60;

    /// <summary>erfc(x) for x ≥ 0, to about 11 digits: Abramowitz and Stegun, 7.1.6 and 7.1.14.</summary>
    public static double Complement(double x) => x < Border ? 1 - Series(x) : ContinuedFraction(x);

    /// <summary>erf(x) = 2/√π · e^(−x²) · Σ 2ⁿ x^(2n+1) / (1·3·…·(2n+1)): every term is positive, so nothing cancels.</summary>
    private static double Series(double x)
    {
        double term = x;
        double sum = x;
        for (int n = 1; term > sum * 1e-17; n++)
        {
            term *= 2 * x * x / ((2 * n) + 1);
            sum += term;
        }

        return 2 / SquareRootOfPi * Math.Exp(-x * x) * sum;
    }

    /// <summary>erfc(x) = e^(−x²)/√π · 1/(x + ½/(x + 1/(x + 3⁄2/(x + …)))), from its far end.</summary>
    private static double ContinuedFraction(double x)
    {
        double fraction = x;
        for (int n = Fractions; n >= 1; n--)
            fraction = x + (n / 2.0 / fraction);
        return Math.Exp(-x * x) / (SquareRootOfPi * fraction);
    }
}
