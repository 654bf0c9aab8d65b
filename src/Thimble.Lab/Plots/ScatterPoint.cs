namespace Thimble.Lab.Plots;

/// <summary>A labelled point of a <see cref="ScatterChart"/>.</summary>
/// <param name="X">To the right.</param>
/// <param name="Y">Upwards.</param>
/// <param name="Label">What stands beside it.</param>
/// <param name="Colour">Which of the <see cref="PlotStyle.Colours"/> it has, from 0.</param>
public readonly record struct ScatterPoint(double X, double Y, string Label, int Colour);
