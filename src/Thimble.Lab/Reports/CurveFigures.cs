using Thimble.Lab.Plots;
using Thimble.Lab.Reports.Blocks;

namespace Thimble.Lab.Reports;

/// <summary>The curves of a run: accuracy, loss and learning rate over its epochs.</summary>
internal static class CurveFigures
{
    // From here on, equal ratios say more than equal differences.
    private const double WideRatio = 20;

    /// <summary>The horizontal axis of all of them.</summary>
    public static PlotAxis Epochs { get; } = new("epoch", IsWhole: true);

    /// <summary>Draws the curves of a run.</summary>
    /// <param name="run">The run, with an epoch at least.</param>
    /// <param name="prefix">What the names of the files begin with.</param>
    public static IReadOnlyList<Figure> Of(ReportRun run, string prefix) => [Accuracy(run, prefix), Loss(run, prefix)];

    /// <summary>An axis of accuracies. A first epoch that lies far below all others does not squeeze them together.</summary>
    /// <param name="label">What it measures.</param>
    /// <param name="curves">The accuracies, epoch by epoch.</param>
    /// <param name="target">What is to be reached, if it is drawn.</param>
    public static PlotAxis AccuracyAxis(string label, IReadOnlyList<IReadOnlyList<double>> curves, double? target)
    {
        var axis = new PlotAxis(label, PlotAxis.Percent);
        double[] later = [.. curves.SelectMany(curve => curve.Skip(1))];
        if (later.Length == 0 || curves.Any(curve => curve.Count < 3))
            return axis;
        double low = Math.Min(later.Min(), target ?? 1);
        double high = Math.Max(later.Max(), target ?? 0);
        bool squeezes = curves.Min(curve => curve[0]) < low - (1.5 * (high - low));
        return squeezes ? axis with { Low = low - (0.1 * (high - low)) } : axis;
    }

    private static Figure Accuracy(ReportRun run, string prefix)
    {
        RecordedEpoch best = run.Best!;
        double? target = run.Experiment?.Budget.Accuracy;
        LineSeries training = Series("training", run, 1, epoch => epoch.TrainingAccuracy) with { IsDashed = true };
        LineSeries test = Series(run.Split, run, 0, epoch => epoch.Evaluation.Accuracy) with
        {
            Marked = new(best.Epoch, best.Evaluation.Accuracy),
            MarkLabel = $"best {FigureText.Short(best.Evaluation.Accuracy)}",
        };
        PlotAxis axis = AccuracyAxis(
            "accuracy", [.. new[] { training, test }.Select(series => series.Points.Select(point => point.Y).ToArray())], target);
        string description = $"Accuracy of {run.Name} over {run.Epochs.Count} epochs: {FigureText.Short(run.Final!.Evaluation.Accuracy)} on {run.Split} images in the final epoch";
        var panel = new LinePanel("Accuracy", axis, [test, training])
        {
            Height = 300,
            Target = target,
            TargetLabel = target is { } aim ? $"target {FigureText.Percent(aim)}" : "",
        };
        string below = string.Join(", ", new[] { training, test }
            .SelectMany(series => series.Points.Where(point => point.Y < axis.Low).Select(point => $"{series.Name} {FigureText.Short(point.Y)} in epoch {point.X}")));
        string caption = below.Length > 0 ? $"Below the axis: {below}." : "";
        return new($"{prefix}accuracy", new LineChart(description, Epochs, [panel]).Render(), description, caption);
    }

    private static Figure Loss(ReportRun run, string prefix)
    {
        LineSeries training = Series("training", run, 1, epoch => epoch.TrainingLoss) with { IsDashed = true };
        LineSeries test = Series(run.Split, run, 0, epoch => epoch.Evaluation.Loss);
        LineSeries rate = Series("learning rate", run, 2, epoch => epoch.LearningRate);
        string description = $"Loss and learning rate of {run.Name} over {run.Epochs.Count} epochs";
        var chart = new LineChart(
            description,
            Epochs,
            [
                new LinePanel("Loss", Axis("loss", [test, training], PlotAxis.Numbers), [test, training]) { Height = 178 },
                new LinePanel("Learning rate, last step of the epoch", Axis("learning rate", [rate], PlotAxis.Scientific), [rate]) { Height = 78 },
            ]);
        return new($"{prefix}loss", chart.Render(), description);
    }

    private static LineSeries Series(string name, ReportRun run, int colour, Func<RecordedEpoch, double> value) =>
        new(name, [.. run.Epochs.Select(epoch => new PlotPoint(epoch.Epoch, value(epoch)))], colour);

    private static PlotAxis Axis(string label, IReadOnlyList<LineSeries> series, string format)
    {
        double[] values = [.. series.SelectMany(line => line.Points).Select(point => point.Y).Where(value => double.IsFinite(value) && value > 0)];
        bool isWide = values.Length > 0 && values.Max() > WideRatio * values.Min();
        return new(label, isWide ? PlotAxis.Scientific : format == PlotAxis.Scientific ? PlotAxis.Numbers : format, IsLogarithmic: isWide);
    }
}
