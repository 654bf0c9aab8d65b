using Spectre.Console;
using Thimble.Lab;
using Thimble.Statistics;

namespace Thimble.Cli.Display;

/// <summary>Runs side by side: their figures, what differs in what was run, and their curves.</summary>
internal static class ComparisonDisplay
{
    private const int MostChanges = 24;
    private const int WidestCurve = 60;

    /// <summary>Figures and verdicts, a line a run.</summary>
    public static void ShowFigures(CommandEnvironment environment, IReadOnlyList<RecordedRun> runs)
    {
        var table = new TextTable(
            new("run", Rank: 0, IsFlexible: true),
            new("params", Rank: 4, IsNumber: true),
            new("epochs", Rank: 5, IsNumber: true),
            new("final", Rank: 1, IsNumber: true),
            new("95% interval", Rank: 6),
            new("best", Rank: 3, IsNumber: true),
            new("verdict", Rank: 2),
            new("time", Rank: 7, IsNumber: true));
        foreach (RecordedRun run in runs)
        {
            table.Add(
                run.Folder.Name,
                $"{run.Experiment.Network.ParameterCount:N0}",
                RunWords.Epochs(run),
                RunWords.Accuracy(run.Final),
                run.Final is { } final ? Interval(final.Evaluation.Interval()) : RunWords.None,
                RunWords.Accuracy(run.Best),
                RunWords.Verdict(run),
                Duration.Short(run.Time));
        }

        table.Show(environment);
        foreach (IGrouping<string, RecordedRun> group in runs.GroupBy(run => run.Environment.Evaluated.ContentHash))
        {
            RunEnvironment on = group.First().Environment;
            string whose = group.Count() == runs.Count ? "" : $"{string.Join(", ", group.Select(run => run.Folder.Name))}: ";
            LabelledLine.Write(
                environment, "On", $"{whose}{on.DataName}, {on.Evaluated.Images:N0} {on.EvaluatedSplit} images ({DataLine.Short(on.Evaluated.ContentHash)}); best was picked by looking at them");
        }
    }

    /// <summary>The settings that the runs do not agree on.</summary>
    public static void ShowSettings(CommandEnvironment environment, IReadOnlyList<RecordedRun> runs)
    {
        var differences = ExperimentSettings.Differences([.. runs.Select(run => run.Experiment)]);
        Title(environment, differences.Count == 0 ? "Recipe, data and budget: the same" : "Recipe, data and budget");
        if (differences.Count == 0)
            return;
        var table = new TextTable(
            [new("", Rank: 0, IsFlexible: true), .. runs.Select((run, index) => new TextColumn(run.Folder.Name, Rank: index + 1, IsFlexible: true))]);
        foreach ((string key, IReadOnlyList<string?> values) in differences)
            table.Add([key, .. values.Select(value => value ?? RunWords.None)]);
        table.Show(environment, indent: 2);
    }

    /// <summary>The layers in which each network differs from the first run's.</summary>
    public static void ShowNetworks(CommandEnvironment environment, IReadOnlyList<RecordedRun> runs)
    {
        RecordedRun first = runs[0];
        foreach (RecordedRun run in runs.Skip(1))
        {
            IReadOnlyList<LayerChange> changes = NetworkDifference.Between(first.Experiment.Network, run.Experiment.Network);
            if (changes.Count == 0)
            {
                Title(environment, $"Network of {run.Folder.Name}: that of {first.Folder.Name}");
                continue;
            }

            Title(environment, $"Network of {run.Folder.Name}, where it is not that of {first.Folder.Name}");
            foreach (LayerChange change in changes.Take(MostChanges))
                Show(environment, change);
            if (changes.Count > MostChanges)
                environment.Console.MarkupLineInterpolated($"  … and {changes.Count - MostChanges:N0} more lines");
        }
    }

    /// <summary>What probes found in the trained networks when training ended.</summary>
    public static void ShowInside(CommandEnvironment environment, IReadOnlyList<RecordedRun> runs)
    {
        var figures = runs.Select(run => File.Exists(run.Folder.StatisticsFile) ? StatisticsFigures.Of(run.Folder.LoadStatistics()) : null).ToList();
        if (figures.Find(kept => kept is not null) is not { } names)
        {
            Title(environment, "Inside the trained networks: these runs did not keep what was found there; thimble diagnose RUN looks");
            return;
        }

        Title(environment, "Inside the trained networks (training images without dropout and augmentation)");
        var table = new TextTable(
            [new("", Rank: 0, IsFlexible: true), .. runs.Select((run, index) => new TextColumn(run.Folder.Name, Rank: index + 1, IsFlexible: true))]);
        for (int i = 0; i < names.Count; i++)
            table.Add([names[i].Key, .. figures.Select(own => own?[i].Value ?? RunWords.None)]);
        table.Show(environment, indent: 2);
    }

    /// <summary>The accuracy of each epoch, on one scale: by the logarithm of the error, or the last epochs would look alike.</summary>
    public static void ShowCurves(CommandEnvironment environment, IReadOnlyList<RecordedRun> runs)
    {
        RecordedRun[] shown = [.. runs.Where(run => run.Epochs.Count > 0)];
        if (shown.Length == 0)
            return;
        double low = shown.Min(run => run.Epochs.Min(epoch => epoch.Evaluation.Accuracy));
        double high = shown.Max(run => run.Best!.Evaluation.Accuracy);
        Title(environment, $"Accuracy by epoch, from {low:0.00%} to {high:0.00%}, each step up the same share of errors fewer");
        int nameWidth = runs.Max(run => run.Folder.Name.Length);
        int width = environment.IsTerminal ? Math.Max(1, environment.Console.Profile.Width - nameWidth - 14) : WidestCurve;
        int resolution = shown.Max(run => run.Final!.Evaluation.Count);
        foreach (RecordedRun run in shown)
        {
            string curve = Sparkline.Of(
                [.. run.Epochs.Select(epoch => Height(epoch.Evaluation.Accuracy, resolution))],
                Height(low, resolution), Height(high, resolution), Math.Min(width, WidestCurve), !environment.IsTerminal || environment.Console.Profile.Capabilities.Unicode);
            environment.Console.MarkupLineInterpolated($"  {run.Folder.Name.PadRight(nameWidth)}  [green]{curve}[/] {RunWords.Accuracy(run.Final)}");
        }
    }

    /// <summary>A heading with a line of air above it.</summary>
    public static void Title(CommandEnvironment environment, string text)
    {
        environment.Console.WriteLine();
        environment.Console.MarkupLineInterpolated($"[bold]{text}[/]");
    }

    private static void Show(CommandEnvironment environment, LayerChange change)
    {
        string line = $"{change.Place,4} {(change.IsAdded ? '+' : '-')} {change.Text}";
        string colour = change.IsAdded ? "green" : "red";
        environment.Console.MarkupLine($"[{colour}]{Markup.Escape(line)}[/]");
    }

    // No mistake has no logarithm: half an image counts in its place.
    private static double Height(double accuracy, int images) => -Math.Log(Math.Max(1 - accuracy, 0.5 / Math.Max(1, images)));

    private static string Interval(AccuracyInterval interval) => $"{100 * interval.Lower:0.00}-{100 * interval.Upper:0.00}%";
}
