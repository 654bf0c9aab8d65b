using Thimble.Lab.Reports.Blocks;
using Thimble.Statistics;

namespace Thimble.Lab.Reports;

/// <summary>A group of seeds: the mean and how well it is known, and each seed's run.</summary>
internal static class GroupChapter
{
    /// <summary>Writes the chapter.</summary>
    public static IEnumerable<ReportBlock> Of(RecordedGroup group)
    {
        if (group.Runs.Count == 0)
        {
            yield return new Paragraph("No seed was trained yet.");
            yield break;
        }

        if (!group.IsComplete)
            yield return new Warning($"{group.Completed.Count} of {group.Group.Seeds.Count} seeds came to their end; only those are counted.");
        RecordedRun first = group.Runs[0];
        if (first.Experiment.Target.Length > 0)
            yield return new Paragraph(first.Experiment.Target);
        if (group.Statistics is { } statistics)
        {
            yield return new Heading(2, "Result", "result");
            yield return new Table([new("Final accuracy"), new("")], [.. Figures(group, statistics)]);
            yield return new Paragraph("The interval is that of the mean, by Student's t: with other seeds the mean would be in it 95 times in 100.", IsNote: true);
        }

        yield return new Heading(2, "Budget", "budget");
        yield return new Paragraph($"Budget: {group.VerdictInWords}.");
        if (group.MeanVerdict is { Lines.Count: > 0 } verdict)
            yield return new Verdicts(verdict.Lines);
        yield return new Heading(2, "Seeds", "seeds");
        yield return new Table(
            [new("Seed", IsNumber: true), new("Run"), new("Final accuracy", IsNumber: true), new("Best epoch", IsNumber: true), new("Epochs", IsNumber: true), new("Time", IsNumber: true), new("Budget")],
            [.. group.Runs.Select(Row)]);
        yield return new Paragraph("A best epoch was picked by looking at the images that it is judged on. A run's own report has its curves and mistakes.", IsNote: true);
    }

    private static IEnumerable<IReadOnlyList<string>> Figures(RecordedGroup group, SampleStatistics statistics)
    {
        RunEnvironment environment = group.Runs[0].Environment;
        yield return ["Mean", statistics.HalfWidth is { } half ? $"{100 * statistics.Mean:0.000}% ± {100 * half:0.000}" : $"{100 * statistics.Mean:0.000}%"];
        yield return ["Standard deviation", statistics.StandardDeviation is { } deviation ? $"{100 * deviation:0.000} points" : "one seed has none"];
        yield return ["From", $"{FigureText.Percent(statistics.Minimum)} to {FigureText.Percent(statistics.Maximum)}"];
        yield return ["Seeds", $"{group.Completed.Count} of {group.Group.Seeds.Count}"];
        yield return ["Parameters", $"{group.Runs[0].Experiment.Network.ParameterCount:N0}"];
        yield return ["Evaluated on", $"{environment.DataName}, {environment.EvaluatedSplit}, {FigureText.Split(environment.Evaluated)}"];
    }

    private static string[] Row(RecordedRun run) =>
    [
        $"{run.Experiment.Seed}",
        run.Folder.Name,
        run.Final is { } final ? FigureText.Percent(final.Evaluation.Accuracy) : "–",
        run.Best is { } best ? $"{FigureText.Percent(best.Evaluation.Accuracy)} (epoch {best.Epoch})" : "–",
        $"{run.Epochs.Count}",
        FigureText.Time(run.Time),
        run.Result is not { } result ? "not known" : result.Verdict.Lines.Count == 0 ? "none" : !result.Verdict.Met ? "missed" : result.Verdict.IsOpen ? "open" : "met",
    ];
}
