namespace Thimble.Lab.Reports.Blocks;

/// <summary>Plots that belong together, side by side where there is room.</summary>
/// <param name="Items">The plots.</param>
internal sealed record Figures(IReadOnlyList<Figure> Items) : ReportBlock;
