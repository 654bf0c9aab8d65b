namespace Thimble.Statistics;

/// <summary>A straight line through figures of successive epochs, by least squares.</summary>
/// <param name="Slope">The rise an epoch.</param>
/// <param name="SlopeError">Its standard error; 0 where the figures lie on the line.</param>
/// <param name="Scatter">The standard deviation of the figures about the line.</param>
internal readonly record struct Trend(double Slope, double SlopeError, double Scatter)
{
    /// <summary>Whether the line rises beyond doubt.</summary>
    public bool Rises => Slope > 2.5 * SlopeError && Slope > 0;

    /// <summary>Whether the line falls beyond doubt.</summary>
    public bool Falls => -Slope > 2.5 * SlopeError && Slope < 0;

    /// <summary>Finds the line; at least three figures.</summary>
    public static Trend Of(IReadOnlyList<double> figures)
    {
        double middle = (figures.Count - 1) / 2.0;
        double mean = figures.Average();
        double spread = figures.Select((_, i) => (i - middle) * (i - middle)).Sum();
        double slope = figures.Select((figure, i) => (i - middle) * (figure - mean)).Sum() / spread;
        double residual = figures.Select((figure, i) => Math.Pow(figure - mean - (slope * (i - middle)), 2)).Sum();
        double variance = residual / Math.Max(1, figures.Count - 2);
        return new(slope, Math.Sqrt(variance / spread), Math.Sqrt(variance));
    }

    /// <summary>
    /// The standard deviation of the figures about their course, however it bends: every three neighbours are held against a straight line
    /// (J. von Neumann et al., "The mean square successive difference", 1941, one order higher); at least three figures.
    /// </summary>
    public static double ScatterAboutCourse(IReadOnlyList<double> figures)
    {
        double squares = Enumerable.Range(1, figures.Count - 2).Sum(i => Math.Pow(figures[i - 1] - (2 * figures[i]) + figures[i + 1], 2));
        // A second difference of independent figures has 1 + 4 + 1 times their variance.
        return Math.Sqrt(squares / (6 * (figures.Count - 2)));
    }
}
