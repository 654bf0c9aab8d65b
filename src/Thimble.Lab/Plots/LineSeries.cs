namespace Thimble.Lab.Plots;

/// <summary>A line of a chart.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="Points">Its points, from left to right.</param>
/// <param name="Colour">Which of the <see cref="PlotStyle.Colours"/> it has, from 0.</param>
/// <param name="IsDashed">Whether it is dashed, to be told apart without colours.</param>
public sealed record LineSeries(string Name, IReadOnlyList<PlotPoint> Points, int Colour, bool IsDashed = false)
{
    /// <summary>A point that is ringed: the best epoch, the suggested learning rate.</summary>
    public PlotPoint? Marked { get; init; }

    /// <summary>What stands beside the ringed point.</summary>
    public string MarkLabel { get; init; } = "";
}
