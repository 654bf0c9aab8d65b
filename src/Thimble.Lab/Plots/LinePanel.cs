namespace Thimble.Lab.Plots;

/// <summary>One of the panels of a <see cref="LineChart"/>, which stand above each other over the same horizontal axis.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Axis">The vertical axis.</param>
/// <param name="Series">The lines.</param>
public sealed record LinePanel(string Title, PlotAxis Axis, IReadOnlyList<LineSeries> Series)
{
    /// <summary>The height of its plotting area in pixels.</summary>
    public double Height { get; init; } = 190;

    /// <summary>A value to reach, drawn as a line across.</summary>
    public double? Target { get; init; }

    /// <summary>The label at the target's line.</summary>
    public string TargetLabel { get; init; } = "target";
}
