namespace Thimble.Tests.Golden;

/// <summary>Whether numbers are what they should be, but for rounding.</summary>
internal static class Closeness
{
    /// <summary>
    /// Asserts that the error's norm is within <paramref name="tolerance"/> of the expected norm, and the largest error
    /// within it of the largest expected number.
    /// </summary>
    public static void AssertClose(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, double tolerance, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        double squares = 0;
        double largestError = 0;
        double largest = 0;
        int worst = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            double error = Math.Abs(expected[i] - actual[i]);
            Assert.False(double.IsNaN(error), $"{what}: number {i} is {actual[i]}");
            squares += error * error;
            largest = Math.Max(largest, Math.Abs(expected[i]));
            worst = error > largestError ? i : worst;
            largestError = Math.Max(largestError, error);
        }

        double norm = Norm(expected);
        Assert.True(
            Math.Sqrt(squares) <= tolerance * norm && largestError <= tolerance * largest,
            $"{what}: off by {Math.Sqrt(squares) / norm:e1} of its norm; at worst number {worst} is {actual[worst]}, not {expected[worst]}");
    }

    /// <summary>The square root of the sum of squares.</summary>
    public static double Norm(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
            sum += value * value;
        return Math.Sqrt(sum);
    }

    /// <summary>The same numbers in double precision.</summary>
    public static double[] Widen(ReadOnlySpan<float> values)
    {
        double[] wide = new double[values.Length];
        for (int i = 0; i < wide.Length; i++)
            wide[i] = values[i];
        return wide;
    }
}
