namespace Thimble.Statistics;

/// <summary>How much a figure varies from run to run.</summary>
internal sealed record SampleStatistics
{
    /// <summary>Describes figures.</summary>
    /// <param name="values">The figures, at least one.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public SampleStatistics(IReadOnlyList<double> values)
    {
        if (values.Count == 0)
            throw new ArgumentException("There are no figures to describe.", nameof(values));
        Count = values.Count;
        Mean = values.Average();
        Minimum = values.Min();
        Maximum = values.Max();
        StandardDeviation = Count > 1 ? Math.Sqrt(values.Sum(value => (value - Mean) * (value - Mean)) / (Count - 1)) : null;
    }

    /// <summary>The number of figures.</summary>
    public int Count { get; }

    /// <summary>Their mean.</summary>
    public double Mean { get; }

    /// <summary>The sample's standard deviation, divided by n − 1; null for a single figure, which says nothing about it.</summary>
    public double? StandardDeviation { get; }

    /// <summary>Half the width of the 95% interval of the mean (Student's t): mean ± this; null for a single figure.</summary>
    public double? HalfWidth => StandardDeviation is { } deviation ? StudentQuantile.Of95Percent(Count - 1) * deviation / Math.Sqrt(Count) : null;

    /// <summary>The least.</summary>
    public double Minimum { get; }

    /// <summary>The greatest.</summary>
    public double Maximum { get; }
}
