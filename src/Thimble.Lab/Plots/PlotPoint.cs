namespace Thimble.Lab.Plots;

/// <summary>A point of a plot.</summary>
/// <param name="X">To the right.</param>
/// <param name="Y">Upwards; the line is broken where it is not a number.</param>
/// <param name="Title">What is shown when the pointer rests on it; its coordinates if null.</param>
public readonly record struct PlotPoint(double X, double Y, string? Title = null);
