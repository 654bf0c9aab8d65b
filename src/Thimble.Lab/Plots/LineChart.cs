using System.Text;

namespace Thimble.Lab.Plots;

/// <summary>Lines over a common horizontal axis, in one panel or several.</summary>
/// <param name="Description">What the chart shows, in a sentence, for those who cannot see it.</param>
/// <param name="Axis">The horizontal axis.</param>
/// <param name="Panels">The panels, from the top.</param>
public sealed record LineChart(string Description, PlotAxis Axis, IReadOnlyList<LinePanel> Panels)
{
    private const double Left = 58;
    private const double Right = 16;
    private const double TitleHeight = 26;
    private const double LegendRow = 20;
    private const double PanelGap = 18;
    private const double Bottom = 44;

    // Dots on a dense line only blur it.
    private const int MostDots = 60;

    /// <summary>The width in pixels: narrow, so that its text stays readable on a phone.</summary>
    public double Width { get; init; } = 460;

    /// <summary>The chart as an SVG element for a page; <see cref="PlotStyle.AsFile"/> makes a file of it.</summary>
    public string Render()
    {
        IReadOnlyList<LineSeries>[][] legends = [.. Panels.Select(LegendRows)];
        double height = Bottom + Panels.Select((panel, index) => HeadOf(legends[index]) + panel.Height + (index > 0 ? PanelGap : 0)).Sum();
        var svg = new SvgWriter(Width, height, Description);
        AxisScale across = AxisScale.Over(
            Axis, Panels.SelectMany(panel => panel.Series).SelectMany(series => series.Points).Select(point => point.X),
            Left, Width - Right, most: 8, endsOnTicks: false);
        double top = 0;
        for (int i = 0; i < Panels.Count; i++)
        {
            svg.Text(Left, top + 17, Panels[i].Title, style: "title");
            DrawLegend(svg, legends[i], top + TitleHeight);
            double plotTop = top + HeadOf(legends[i]);
            DrawPanel(svg, Panels[i], across, plotTop);
            top = plotTop + Panels[i].Height + PanelGap;
        }

        DrawAxis(svg, across, top - PanelGap);
        return svg.End();
    }

    private static double HeadOf(IReadOnlyList<LineSeries>[] legend) => TitleHeight + (legend.Length * LegendRow);

    private IReadOnlyList<LineSeries>[] LegendRows(LinePanel panel)
    {
        var rows = new List<List<LineSeries>>();
        double used = double.PositiveInfinity;
        // A line that is alone is what the title says.
        foreach (LineSeries series in panel.Series.Count > 1 ? panel.Series : [])
        {
            if (used + LegendWidth(series) > Width - Left - Right)
            {
                rows.Add([]);
                used = 0;
            }

            rows[^1].Add(series);
            used += LegendWidth(series);
        }

        return [.. rows];
    }

    private static double LegendWidth(LineSeries series) => 48 + SvgWriter.WidthOf(series.Name);

    private static void DrawLegend(SvgWriter svg, IReadOnlyList<LineSeries>[] rows, double top)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            double x = Left;
            double y = top + (i * LegendRow) + 8;
            foreach (LineSeries series in rows[i])
            {
                svg.Path($"M{SvgWriter.Number(x)} {SvgWriter.Number(y)}h26", StyleOf(series));
                svg.Text(x + 32, y + 4, series.Name);
                x += LegendWidth(series);
            }
        }
    }

    private void DrawPanel(SvgWriter svg, LinePanel panel, AxisScale across, double top)
    {
        double bottom = top + panel.Height;
        IEnumerable<double> values = panel.Series.SelectMany(series => series.Points).Select(point => point.Y);
        if (panel.Target is { } aim)
            values = values.Append(aim);
        AxisScale up = AxisScale.Over(panel.Axis, values, bottom, top, (int)(panel.Height / 34), endsOnTicks: true);
        foreach (double tick in up.Ticks)
        {
            svg.Line(Left, up[tick], Width - Right, up[tick], "grid");
            svg.Text(Left - 8, up[tick] + 4, panel.Axis.Write(tick), "end", "tick");
        }

        svg.Line(Left, bottom, Width - Right, bottom, "axis");
        if (panel.Target is { } target)
        {
            svg.Line(Left, up[target], Width - Right, up[target], "target");
            svg.Text(Left + 6, up[target] + (up[target] - top < 20 ? 14 : -5), panel.TargetLabel, style: "targettext");
        }

        // Half a dot more than the area itself, so that a dot on its edge is whole.
        svg.BeginClip(Left - 6, top - 6, Width - Right - Left + 12, panel.Height + 12);
        foreach (LineSeries series in panel.Series)
            DrawSeries(svg, series, panel.Axis, across, up);
        svg.EndClip();
        foreach (LineSeries series in panel.Series)
            DrawMark(svg, series, panel.Axis, across, up, top);
    }

    private void DrawSeries(SvgWriter svg, LineSeries series, PlotAxis axis, AxisScale across, AxisScale up)
    {
        var path = new StringBuilder();
        bool isDown = false;
        foreach (PlotPoint point in series.Points)
        {
            bool isThere = Axis.Has(point.X) && axis.Has(point.Y);
            if (isThere)
                path.Append(isDown ? 'L' : 'M').Append($"{SvgWriter.Number(across[point.X])} {SvgWriter.Number(up[point.Y])}");
            isDown = isThere;
        }

        svg.Path(path.ToString(), StyleOf(series));
        if (series.Points.Count > MostDots)
            return;
        foreach (PlotPoint point in series.Points.Where(point => Axis.Has(point.X) && axis.Has(point.Y)))
        {
            svg.Circle(
                across[point.X], up[point.Y], 3.5, $"f{series.Colour % PlotStyle.Colours}",
                point.Title ?? $"{series.Name}: {axis.Write(point.Y)} at {Axis.Label} {Axis.Write(point.X)}");
        }
    }

    private void DrawMark(SvgWriter svg, LineSeries series, PlotAxis axis, AxisScale across, AxisScale up, double top)
    {
        if (series.Marked is not { } mark || !Axis.Has(mark.X) || !axis.Has(mark.Y))
            return;
        double x = across[mark.X];
        double y = up[mark.Y];
        svg.Circle(x, y, 6.5, "ring", series.MarkLabel);
        double half = SvgWriter.WidthOf(series.MarkLabel) / 2;
        bool isBelow = y - top < 24;
        svg.Text(
            Math.Clamp(x, Left + half, Math.Max(Left + half, Width - Right - half)), y + (isBelow ? 22 : -12), series.MarkLabel, "middle", "note");
    }

    private void DrawAxis(SvgWriter svg, AxisScale across, double bottom)
    {
        foreach (double tick in across.Ticks)
        {
            svg.Line(across[tick], bottom, across[tick], bottom + 5, "axis");
            svg.Text(across[tick], bottom + 18, Axis.Write(tick), "middle", "tick");
        }

        svg.Text((Left + Width - Right) / 2, bottom + 37, Axis.Label, "middle");
    }

    private static string StyleOf(LineSeries series) =>
        $"l{series.Colour % PlotStyle.Colours}{(series.IsDashed ? " dashed" : "")}";
}
