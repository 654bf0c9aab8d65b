using Thimble.Lab.Reports.Blocks;
using Thimble.Statistics;
using Thimble.Training;

namespace Thimble.Lab.Reports;

/// <summary>What a run brought: the verdict, its figures, and those that someone else reports of the same experiment.</summary>
internal static class ResultSection
{
    /// <summary>Writes the figures, which follow the verdict and the pictures.</summary>
    public static IEnumerable<ReportBlock> Of(ReportRun run)
    {
        if (run is not { Final: { } final, Best: { } best })
        {
            yield return new Paragraph("No epoch was completed.");
            yield break;
        }

        yield return new Table(
            [new(""), new("Epoch", IsNumber: true), new($"{run.SplitTitle} accuracy", IsNumber: true), new("95% interval", IsNumber: true), new($"{run.SplitTitle} loss", IsNumber: true), new("Training accuracy", IsNumber: true)],
            [Row("Final epoch", final), Row("Best epoch", best)]);
        yield return new Paragraph($"The best epoch was picked by looking at the {run.Split} images; the verdict is the final epoch's.", IsNote: true);
        if (run.Experiment?.Reference is { } reference)
        {
            foreach (ReportBlock block in BesideReference(run, best, reference))
                yield return block;
        }
    }

    /// <summary>Writes the verdict, which comes first.</summary>
    public static IEnumerable<ReportBlock> Verdict(ReportRun run)
    {
        if (run.Result is not { } outcome)
        {
            yield return new Paragraph("There is no verdict: how the run ended is not known.");
            yield break;
        }

        if (outcome.Status != TrainingStatus.Completed)
            yield return new Warning($"{(outcome.Status == TrainingStatus.Cancelled ? "Stopped" : "Diverged")}: {outcome.Reason ?? "no reason was kept"}.");
        int missed = outcome.Verdict.Lines.Count(line => !line.Met);
        yield return new Paragraph(outcome.Verdict.Lines.Count == 0
            ? "No budget is set."
            : missed == 0 && outcome.Verdict.IsOpen ? "The budget asks for the mean of several seeds: a single run cannot meet it."
            : missed == 0 ? "The budget is met." : $"The budget is missed: {missed} of its {outcome.Verdict.Lines.Count} lines.");
        if (outcome.Verdict.Lines.Count > 0)
            yield return new Verdicts(outcome.Verdict.Lines);
    }

    private static string[] Row(string name, RecordedEpoch epoch) =>
    [
        name, $"{epoch.Epoch}", FigureText.Accuracy(epoch.Evaluation), FigureText.Interval(epoch.Evaluation),
        FigureText.Loss(epoch.Evaluation.Loss), FigureText.Short(epoch.TrainingAccuracy),
    ];

    private static IEnumerable<ReportBlock> BesideReference(ReportRun run, RecordedEpoch best, ReferenceFigures reference)
    {
        double bestTraining = run.Epochs.Max(epoch => epoch.TrainingAccuracy);
        var rows = new List<IReadOnlyList<string>>();
        if (reference.BestTestAccuracy is { } test)
            rows.Add([$"Best {run.Split} accuracy of any epoch", FigureText.Short(best.Evaluation.Accuracy), FigureText.Short(test), Points(best.Evaluation.Accuracy - test)]);
        if (reference.BestTrainingAccuracy is { } training)
            rows.Add(["Best training accuracy of any epoch", FigureText.Short(bestTraining), FigureText.Short(training), Points(bestTraining - training)]);
        if (reference.Parameters is { } parameters)
            rows.Add(["Parameters", $"{run.Experiment!.Network.ParameterCount:N0}", $"{parameters:N0}", Difference(run.Experiment.Network.ParameterCount - parameters)]);
        if (reference.Epochs is { } epochs)
            rows.Add(["Epochs", $"{run.Epochs.Count}", $"{epochs}", Difference(run.Epochs.Count - epochs)]);
        if (rows.Count == 0)
            yield break;
        yield return new Table(
            [new($"Beside {reference.Source}"), new("Here", IsNumber: true), new("There", IsNumber: true), new("Difference", IsNumber: true)], rows);
        if (reference.BestTestAccuracy is { } reported)
            yield return new Paragraph(Compared(best, reported, reference.Source));
    }

    private static string Compared(RecordedEpoch best, double reported, string source)
    {
        string outcome = best.Evaluation.Accuracy >= reported ? "reached" : "not reached";
        AccuracyInterval interval = best.Evaluation.Interval();
        string noise = reported >= interval.Lower && reported <= interval.Upper
            ? "so on so few images the two cannot be told apart"
            : "so more than luck in the choice of images lies between them";
        return $"The best accuracy of {source}, {FigureText.Short(reported)}, is {outcome}: here it is {FigureText.Short(best.Evaluation.Accuracy)}, in epoch "
            + $"{best.Epoch}. With 95% confidence that is an accuracy of {FigureText.Interval(best.Evaluation)}, {noise}.";
    }

    private static string Points(double share) => $"{share * 100:+0.00;−0.00;0.00} points";

    private static string Difference(int count) => count.ToString("+#,0;−#,0;0", null);
}
