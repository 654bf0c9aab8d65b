namespace Thimble.Kernels;

/// <summary>
/// Exponential and logarithm from additions, multiplications and one division, in double precision. Math.Exp and
/// Math.Log call the C library, whose last bit differs between systems; these do not.
/// </summary>
internal static class Elementary
{
    private const double Log2OfE = 1.4426950408889634;
    private const double Log2High = 0.69314718036912382; // ln 2, its low 32 bits zero: k · this is exact
    private const double Log2Low = 1.9082149292705877e-10; // ln 2 − Log2High
    private const double LowestExponent = -1022;

    /// <summary>e to the power of <paramref name="x"/>, for x at most 0 (a logit less the largest); below −708 it is 0.</summary>
    public static double Exp(double x)
    {
        double k = Math.Floor((x * Log2OfE) + 0.5);
        if (!(k >= LowestExponent))
            return double.IsNaN(x) ? x : 0;

        // |r| ≤ ln 2 / 2, where the Taylor series to r¹³ / 13! is good to the last bits of a double.
        double r = x - (k * Log2High) - (k * Log2Low);
        double sum = 1;
        for (int n = 13; n >= 1; n--)
            sum = 1 + (sum * r / n);
        return BitConverter.Int64BitsToDouble(((long)k + 1023) << 52) * sum;
    }

    /// <summary>The natural logarithm of <paramref name="x"/>, a normal positive number.</summary>
    public static double Log(double x)
    {
        if (!(x > 0) || double.IsPositiveInfinity(x))
            return x == 0 ? double.NegativeInfinity : double.IsPositiveInfinity(x) ? x : double.NaN;
        long bits = BitConverter.DoubleToInt64Bits(x);
        long exponent = (bits >> 52) - 1023;
        double mantissa = BitConverter.Int64BitsToDouble((bits & 0x000FFFFFFFFFFFFF) | 0x3FF0000000000000);
        if (mantissa > 1.4142135623730951)
        {
            mantissa /= 2;
            exponent++;
        }

        // ln m = 2 artanh s with s = (m − 1) / (m + 1), |s| ≤ 0.172: s²³ / 23 is below the last bit.
        double s = (mantissa - 1) / (mantissa + 1);
        double square = s * s;
        double sum = 0;
        for (int n = 23; n >= 1; n -= 2)
            sum = (sum * square) + (1.0 / n);
        return (exponent * Log2High) + ((2 * s * sum) + (exponent * Log2Low));
    }
}
