namespace Thimble.Lab.Plots;

/// <summary>Round numbers along an axis.</summary>
internal static class Ticks
{
    private const int MostDigits = 12;

    /// <summary>Multiples of 1, 2 or 5 times a power of ten, from the last one up to <paramref name="low"/> to the first one from <paramref name="high"/> on.</summary>
    /// <param name="low">The lowest value.</param>
    /// <param name="high">The highest value, above it.</param>
    /// <param name="most">About as many as there is room for, at least 2.</param>
    /// <param name="isWhole">Whether only whole numbers have a meaning.</param>
    public static IReadOnlyList<double> Around(double low, double high, int most, bool isWhole = false)
    {
        double step = Step((high - low) / most);
        if (isWhole)
            step = Math.Max(1, step);
        double first = Math.Floor((low / step) + 1e-9);
        double last = Math.Ceiling((high / step) - 1e-9);
        // Multiplied and not added up, so that 0.3 is 0.3.
        return [.. Enumerable.Range(0, (int)(last - first) + 1).Select(index => Tidy((first + index) * step))];
    }

    /// <summary>Those of <see cref="Around"/> that lie within.</summary>
    public static IReadOnlyList<double> Within(double low, double high, int most, bool isWhole = false)
    {
        double slack = (high - low) * 1e-9;
        return [.. Around(low, high, most, isWhole).Where(tick => tick >= low - slack && tick <= high + slack)];
    }

    /// <summary>Powers of ten within two values above 0; twice and five times them too where there are few.</summary>
    public static IReadOnlyList<double> Logarithmic(double low, double high)
    {
        int first = (int)Math.Floor(Math.Log10(low));
        int last = (int)Math.Ceiling(Math.Log10(high));
        double[] factors = Math.Log10(high / low) <= 2 ? [1, 2, 5] : [1];
        // A dozen powers would crowd each other.
        int stride = Math.Max(1, (last - first) / 8);
        return
        [
            .. from power in Enumerable.Range(0, last - first + 1)
               where power % stride == 0
               from factor in factors
               let tick = factor * PowerOfTen(first + power)
               where tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9)
               select tick,
        ];
    }

    private static double Step(double rough)
    {
        double power = PowerOfTen((int)Math.Floor(Math.Log10(rough)));
        return (rough / power) switch
        {
            <= 1 => power,
            <= 2 => 2 * power,
            <= 5 => 5 * power,
            _ => 10 * power,
        };
    }

    // Parsed, because the C library's powers need not be the nearest number.
    private static double PowerOfTen(int exponent) => double.Parse($"1e{exponent}");

    private static double Tidy(double value) => Math.Abs(value) < 1e6 ? Math.Round(value, MostDigits) : value;
}
