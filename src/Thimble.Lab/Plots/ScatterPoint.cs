namespace Thimble.Lab.Plots;

/// <summary>A labelled point of a <see cref="ScatterChart"/>.</summary>
/// <param name="X">To the right.</param>
/// <param name="Y">Upwards.</param>
/// <param name="Label">What stands beside it; empty for nothing.</param>
/// <param name="Colour">Which of the <see cref="PlotStyle.Colours"/> it has, from 0.</param>
public readonly record struct ScatterPoint(double X, double Y, string Label, int Colour)
{
    /// <summary>What is said of it when it is pointed at; its label if null.</summary>
    public string? Note { get; init; }
}
