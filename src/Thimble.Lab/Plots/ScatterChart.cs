namespace Thimble.Lab.Plots;

/// <summary>Labelled points: what one thing costs in another.</summary>
/// <param name="Description">What the chart shows, in a sentence, for those who cannot see it.</param>
/// <param name="Title">What it shows, above it.</param>
/// <param name="Across">The horizontal axis.</param>
/// <param name="Up">The vertical axis.</param>
/// <param name="Points">The points.</param>
public sealed record ScatterChart(
    string Description, string Title, PlotAxis Across, PlotAxis Up, IReadOnlyList<ScatterPoint> Points)
{
    private const double Width = 460;
    private const double Height = 300;
    private const double Left = 58;
    private const double Right = 28;
    private const double Top = 32;
    private const double Bottom = 44;
    private const double LabelHeight = 15;

    /// <summary>The chart as an SVG element for a page; <see cref="PlotStyle.AsFile"/> makes a file of it.</summary>
    public string Render()
    {
        var svg = new SvgWriter(Width, Height, Description);
        ScatterPoint[] shown = [.. Points.Where(point => Across.Has(point.X) && Up.Has(point.Y))];
        AxisScale across = AxisScale.Over(Across, shown.SelectMany(point => Room(point.X, Across)), Left, Width - Right, most: 6, endsOnTicks: true);
        AxisScale up = AxisScale.Over(Up, shown.Select(point => point.Y), Height - Bottom, Top + 8, most: 6, endsOnTicks: true);
        svg.Text(Left, 17, Title, style: "title");
        DrawAxes(svg, across, up);
        foreach (ScatterPoint point in shown)
        {
            svg.Circle(
                across[point.X], up[point.Y], 6, $"f{point.Colour % PlotStyle.Colours}",
                $"{point.Note ?? point.Label}: {Up.Write(point.Y)} at {Across.Write(point.X)}");
        }

        DrawLabels(svg, shown, across, up);
        return svg.End();
    }

    // Points do not stand on the very edge of a logarithmic axis, which does not end on round numbers.
    private static IEnumerable<double> Room(double value, PlotAxis axis) => axis.IsLogarithmic ? [value / 1.6, value * 1.6] : [value];

    private void DrawAxes(SvgWriter svg, AxisScale across, AxisScale up)
    {
        foreach (double tick in up.Ticks)
        {
            svg.Line(Left, up[tick], Width - Right, up[tick], "grid");
            svg.Text(Left - 8, up[tick] + 4, Up.Write(tick), "end", "tick");
        }

        foreach (double tick in across.Ticks)
        {
            svg.Line(across[tick], Height - Bottom, across[tick], Height - Bottom + 5, "axis");
            svg.Text(across[tick], Height - Bottom + 18, Across.Write(tick), "middle", "tick");
        }

        svg.Line(Left, Height - Bottom, Width - Right, Height - Bottom, "axis");
        svg.Text((Left + Width - Right) / 2, Height - 7, Across.Label, "middle");
    }

    // From the top down, each label moved below those that it would cover.
    private static void DrawLabels(SvgWriter svg, ScatterPoint[] points, AxisScale across, AxisScale up)
    {
        var placed = new List<(double Left, double Right, double Y)>();
        foreach (ScatterPoint point in points.Where(point => point.Label.Length > 0).OrderBy(point => up[point.Y]).ThenBy(point => point.X))
        {
            double width = SvgWriter.WidthOf(point.Label);
            double x = across[point.X];
            double left = x + 10 + width > Width - Right ? x - 10 - width : x + 10;
            double y = up[point.Y] + 4;
            foreach ((double otherLeft, double otherRight, double otherY) in placed)
            {
                if (left < otherRight && otherLeft < left + width && y < otherY + LabelHeight)
                    y = otherY + LabelHeight;
            }

            placed.Add((left, left + width, y));
            svg.Text(left, y, point.Label, style: "note");
        }
    }
}
