using Thimble.Lab.Reports.Blocks;

namespace Thimble.Lab.Reports;

/// <summary>Where several runs differ: in what was run, inside the trained networks, and image by image.</summary>
internal static class DifferenceSection
{
    private const int MostChanges = 40;

    /// <summary>Writes the section.</summary>
    public static IEnumerable<ReportBlock> Of(IReadOnlyList<ReportRun> runs) =>
        [.. Pairs(runs), .. Settings(runs), .. Networks(runs), .. Inside(runs)];

    private static IEnumerable<ReportBlock> Pairs(IReadOnlyList<ReportRun> runs)
    {
        yield return new Heading(3, "More than luck?");
        IReadOnlyList<RunPair> pairs = RunPair.Of(
            from run in runs
            where run is { Predictions: not null, Environment: not null }
            select new RunPredictions(run.Name, run.Environment!.Evaluated.ContentHash, run.Predictions!));
        if (pairs.Count == 0)
        {
            yield return new Paragraph("No two of these runs kept predictions of the same images, so they cannot be compared image by image.");
            yield break;
        }

        double level = RunPair.Level(pairs.Count);
        yield return new Table(
            [
                new("First"), new("Second"), new("Right only in the first", IsNumber: true), new("Only in the second", IsNumber: true),
                new("McNemar's test", IsNumber: true), new("Difference"),
            ],
            [.. pairs.Select(pair => (string[])[pair.First, pair.Second, $"{pair.Test.OnlyFirst:N0}", $"{pair.Test.OnlySecond:N0}", pair.PValue, pair.Conclusion(level)])]);
        string divided = pairs.Count > 1 ? $": 5% divided by {pairs.Count} pairs, since many pairs give luck many chances" : "";
        yield return new Paragraph(
            $"A difference is called more than luck where p is below {level:0.####}{divided}. This judges these trained networks; how much a recipe depends "
            + "on its seed, several seeds say.",
            IsNote: true);
    }

    private static IEnumerable<ReportBlock> Settings(IReadOnlyList<ReportRun> runs)
    {
        ReportRun[] known = [.. runs.Where(run => run.Experiment is not null)];
        if (known.Length < 2)
            yield break;
        var differences = ExperimentSettings.Differences([.. known.Select(run => run.Experiment!)]);
        yield return new Heading(3, "Recipe, data and budget");
        yield return differences.Count == 0
            ? new Paragraph("All settings are the same.")
            : new Table(
                [new("Setting"), .. known.Select(run => new Column(run.Name))],
                [.. differences.Select(row => (string[])[row.Key, .. row.Value.Select(value => value ?? "–")])]);
    }

    private static IEnumerable<ReportBlock> Networks(IReadOnlyList<ReportRun> runs)
    {
        ReportRun[] known = [.. runs.Where(run => run.Experiment is not null)];
        if (known.Length < 2)
            yield break;
        yield return new Heading(3, "Networks");
        foreach (ReportRun run in known.Skip(1))
        {
            IReadOnlyList<LayerChange> changes = NetworkDifference.Between(known[0].Experiment!.Network, run.Experiment!.Network);
            yield return new Paragraph(changes.Count == 0
                ? $"{run.Name} has the network of {known[0].Name}."
                : $"{run.Name}, where it is not {known[0].Name}:");
            if (changes.Count > 0)
                yield return new Code(Lines(changes));
        }
    }

    private static string Lines(IReadOnlyList<LayerChange> changes)
    {
        string more = changes.Count > MostChanges ? $"\n… and {changes.Count - MostChanges:N0} more lines" : "";
        return string.Join('\n', changes.Take(MostChanges).Select(change => $"{change.Place,4} {(change.IsAdded ? '+' : '-')} {change.Text}")) + more;
    }

    private static IEnumerable<ReportBlock> Inside(IReadOnlyList<ReportRun> runs)
    {
        ReportRun[] known = [.. runs.Where(run => run.Statistics is not null)];
        if (known.Length == 0)
            yield break;
        var figures = known.Select(run => StatisticsFigures.Of(run.Statistics!)).ToList();
        yield return new Heading(3, "Inside the trained networks");
        yield return new Table(
            [new("What"), .. known.Select(run => new Column(run.Name))],
            [.. figures[0].Select((row, index) => (string[])[row.Key, .. figures.Select(own => own[index].Value)])]);
        yield return new Paragraph(StatisticsFigures.Explanation, IsNote: true);
    }
}
