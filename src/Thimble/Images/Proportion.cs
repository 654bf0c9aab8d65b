namespace Thimble;

/// <summary>Lengths in proportion, in whole numbers: no processor or language rounds them another way.</summary>
internal static class Proportion
{
    /// <summary>A length times a fraction, rounded (a half upwards), at least 1.</summary>
    public static long Rounded(long length, long numerator, long denominator) =>
        Math.Max(1, ((2 * length * numerator) + denominator) / (2 * denominator));
}
