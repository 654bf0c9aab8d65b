namespace Thimble.Lab.Plots;

/// <summary>Where values lie on an axis that is drawn from one pixel to another.</summary>
internal sealed class AxisScale
{
    private readonly double _low;
    private readonly double _high;
    private readonly double _from;
    private readonly double _to;
    private readonly bool _isLogarithmic;

    private AxisScale(PlotAxis axis, double low, double high, double from, double to, IReadOnlyList<double> ticks)
    {
        _isLogarithmic = axis.IsLogarithmic;
        _low = Place(low);
        _high = Place(high);
        _from = from;
        _to = to;
        Ticks = ticks;
    }

    /// <summary>The values that get a mark and a number.</summary>
    public IReadOnlyList<double> Ticks { get; }

    /// <summary>An axis over data.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="values">All values that it has to show.</param>
    /// <param name="from">The pixel where it begins.</param>
    /// <param name="to">The pixel where it ends.</param>
    /// <param name="most">About as many numbers as there is room for.</param>
    /// <param name="endsOnTicks">Whether it is extended to round numbers.</param>
    public static AxisScale Over(PlotAxis axis, IEnumerable<double> values, double from, double to, int most, bool endsOnTicks)
    {
        double[] shown = [.. values.Where(axis.Has)];
        double low = axis.Low ?? shown.DefaultIfEmpty(axis.IsLogarithmic ? 1 : 0).Min();
        double high = axis.High ?? shown.DefaultIfEmpty(1).Max();
        if (axis.IsLogarithmic)
        {
            if (high <= low)
                (low, high) = (low / 2, low * 2);
            return new(axis, low, high, from, to, Plots.Ticks.Logarithmic(low, high));
        }

        (low, high) = Widened(low, high, axis.IsWhole);
        if (!endsOnTicks)
            return new(axis, low, high, from, to, Plots.Ticks.Within(low, high, most, axis.IsWhole));
        IReadOnlyList<double> ticks = Plots.Ticks.Around(low, high, most, axis.IsWhole);
        return new(axis, ticks[0], ticks[^1], from, to, ticks);
    }

    /// <summary>The pixel of a value.</summary>
    public double this[double value] => _from + ((Place(value) - _low) / (_high - _low) * (_to - _from));

    // A single value, or several that are the same, still need an axis with a length.
    private static (double Low, double High) Widened(double low, double high, bool isWhole)
    {
        double least = Math.Max(Math.Abs(high), Math.Abs(low)) * 1e-6;
        if (high - low > least)
            return (low, high);
        double margin = isWhole ? 1 : Math.Max(Math.Abs(low) * 0.05, 1e-3);
        return (low - margin, low + margin);
    }

    private double Place(double value) => _isLogarithmic ? Math.Log10(value) : value;
}
