using Thimble.Training;

namespace Thimble.Lab.Plots;

/// <summary>The loss over the learning rate, as a picture.</summary>
internal static class LearningRatePlot
{
    /// <summary>The chart: the loss as measured, smoothed, and the suggestion.</summary>
    /// <param name="curve">The curve.</param>
    /// <param name="suggested">The rate to mark; null for none.</param>
    public static LineChart Of(LearningRateCurve curve, double? suggested)
    {
        PlotPoint[] smoothed = [.. curve.Points.Select(point => new PlotPoint(point.LearningRate, point.SmoothedLoss))];
        PlotPoint[] measured = [.. curve.Points.Select(point => new PlotPoint(point.LearningRate, point.Loss))];
        var line = new LineSeries("smoothed loss", smoothed, Colour: 0);
        if (suggested is { } rate)
            line = line with { Marked = smoothed.Last(point => point.X <= rate), MarkLabel = $"{rate:0.##e-0}" };
        // What comes when it takes off would press everything else flat.
        double high = curve.Points.Count > 0 ? curve.Points[0].SmoothedLoss * 1.3 : 1;
        return new LineChart(
            "The loss over the learning rate.",
            new PlotAxis("learning rate", "0.##e-0", IsLogarithmic: true),
            [new LinePanel("Learning rate", new PlotAxis("loss", High: high), [new LineSeries("loss of the batch", measured, Colour: 1, IsDashed: true), line])]);
    }
}
