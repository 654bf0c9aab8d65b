using Thimble.Lab.Plots;
using Thimble.Lab.Reports.Blocks;

namespace Thimble.Lab.Reports;

/// <summary>Several runs side by side: what they reached, and at what cost.</summary>
internal static class ComparisonChapter
{
    private const double WideRatio = 10;

    /// <summary>Writes the chapter.</summary>
    public static IEnumerable<ReportBlock> Of(IReadOnlyList<ReportRun> runs)
    {
        yield return new Heading(2, "Side by side", "side-by-side");
        yield return new Table(
            [
                new("Run"), new("Data"), new("Parameters", IsNumber: true), new("Epochs", IsNumber: true), new("Final accuracy", IsNumber: true),
                new("95% interval", IsNumber: true), new("Best epoch", IsNumber: true), new("Training accuracy", IsNumber: true), new("Time", IsNumber: true), new("Budget"),
            ],
            [.. runs.Select(Row)]);
        yield return new Paragraph("A best epoch was picked by looking at the images that it is judged on. Time includes evaluation.", IsNote: true);
        if (runs.Select(run => run.Environment?.Evaluated.ContentHash).OfType<string>().Distinct().Skip(1).Any())
            yield return new Warning("These runs were not evaluated on the same images: their accuracies cannot be compared.");
        ReportRun[] trained = [.. runs.Where(run => run.Epochs.Count > 0)];
        if (trained.Length == 0)
            yield break;
        yield return new Figures(
        [
            Curves("evaluated-accuracy", "Accuracy on evaluated images", trained, epoch => epoch.Evaluation.Accuracy),
            Curves("training-accuracy", "Training accuracy", trained, epoch => epoch.TrainingAccuracy),
        ]);
        yield return new Figures(
        [
            Cost("accuracy-parameters", "Final accuracy against parameters", "parameters", trained.Where(run => run.Experiment is not null), run => run.Experiment!.Network.ParameterCount, runs),
            Cost("accuracy-time", "Final accuracy against time", "seconds, evaluation included", trained, run => FigureText.TotalTime(run.Epochs).TotalSeconds, runs),
        ]);
    }

    private static string[] Row(ReportRun run) =>
    [
        run.Name,
        run.Environment is { } environment ? $"{environment.DataName}, {environment.EvaluatedSplit}" : "?",
        run.Experiment is { } experiment ? $"{experiment.Network.ParameterCount:N0}" : "?",
        $"{run.Epochs.Count}",
        run.Final is { } final ? FigureText.Percent(final.Evaluation.Accuracy) : "–",
        run.Final is { } last ? FigureText.Interval(last.Evaluation) : "–",
        run.Best is { } best ? $"{FigureText.Percent(best.Evaluation.Accuracy)} (epoch {best.Epoch})" : "–",
        run.Final is { } end ? FigureText.Short(end.TrainingAccuracy) : "–",
        FigureText.Time(FigureText.TotalTime(run.Epochs)),
        Budget(run),
    ];

    private static string Budget(ReportRun run)
    {
        if (run.Result is not { } outcome)
            return "not known";
        string[] missed = [.. outcome.Verdict.Lines.Where(line => !line.Met).Select(line => line.Name)];
        return outcome.Verdict.Lines.Count == 0 ? "none" : missed.Length == 0 ? outcome.Verdict.IsOpen ? "open" : "met" : $"missed: {string.Join(", ", missed)}";
    }

    private static Figure Curves(string name, string title, ReportRun[] runs, Func<RecordedEpoch, double> value)
    {
        LineSeries[] series =
        [
            .. runs.Select((run, index) => new LineSeries(
                run.Name,
                [.. run.Epochs.Select(epoch => new PlotPoint(epoch.Epoch, value(epoch), $"{run.Name}, epoch {epoch.Epoch}: {FigureText.Short(value(epoch))}"))],
                index,
                IsDashed: index >= PlotStyle.Colours)),
        ];
        PlotAxis axis = CurveFigures.AccuracyAxis("accuracy", [.. series.Select(line => line.Points.Select(point => point.Y).ToArray())], target: null);
        string description = $"{title} of {string.Join(", ", runs.Select(run => run.Name))} over their epochs";
        string caption = axis.Low is null ? "" : "First epochs that lie far below the others begin below the axis.";
        return new(name, new LineChart(description, CurveFigures.Epochs, [new LinePanel(title, axis, series) { Height = 240 }]).Render(), description, caption);
    }

    private static Figure Cost(
        string name, string title, string label, IEnumerable<ReportRun> shown, Func<ReportRun, double> cost, IReadOnlyList<ReportRun> all)
    {
        // The colours of the curves.
        ReportRun[] trained = [.. all.Where(run => run.Epochs.Count > 0)];
        ScatterPoint[] points =
        [
            .. shown.Select(run => new ScatterPoint(cost(run), run.Final!.Evaluation.Accuracy, run.Name, Array.IndexOf(trained, run))),
        ];
        double[] costs = [.. points.Select(point => point.X).Where(x => x > 0)];
        bool isWide = costs.Length > 0 && costs.Max() > WideRatio * costs.Min();
        string description = $"{title} of {string.Join(", ", points.Select(point => point.Label))}";
        var chart = new ScatterChart(
            description, title, new PlotAxis(label, IsLogarithmic: isWide), new PlotAxis("accuracy", PlotAxis.Percent), points);
        return new(name, chart.Render(), description);
    }
}
