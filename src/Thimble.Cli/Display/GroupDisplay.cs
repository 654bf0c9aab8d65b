using Thimble.Lab;

namespace Thimble.Cli.Display;

/// <summary>Groups of seeds: a line each, and two of them as one question.</summary>
internal static class GroupDisplay
{
    /// <summary>Reads a group; a line on the error stream names each run of it that cannot be read.</summary>
    public static RecordedGroup Load(CommandEnvironment environment, SeedGroup group)
    {
        var recorded = RecordedGroup.Load(group);
        foreach (string line in recorded.Unreadable)
            environment.Error.WriteLine($"thimble: warning: {line}");
        return recorded;
    }

    /// <summary>Shows groups, a line each.</summary>
    public static void ShowTable(CommandEnvironment environment, IReadOnlyList<RecordedGroup> groups)
    {
        var table = new TextTable(
            new("group", Rank: 0, IsFlexible: true),
            new("seeds", Rank: 4, IsNumber: true),
            new("mean", Rank: 1, IsNumber: true),
            new("deviation", Rank: 5, IsNumber: true),
            new("95% interval", Rank: 3),
            new("verdict", Rank: 2),
            new("runs", Rank: 6, IsFlexible: true));
        foreach (RecordedGroup group in groups)
        {
            table.Add(
                group.Group.Name, GroupWords.Seeds(group), GroupWords.Mean(group), GroupWords.Deviation(group), GroupWords.Interval(group),
                group.VerdictInWords, GroupWords.Runs(group));
        }

        table.Show(environment);
    }

    /// <summary>Shows whether one of two groups is better by more than luck.</summary>
    public static void ShowPair(CommandEnvironment environment, GroupPair pair)
    {
        ComparisonDisplay.Title(environment, "More than luck?");
        string interval = pair.Difference.HalfWidth is { } half
            ? $", 95% interval {Points(pair.Difference.Difference - half)} to {Points(pair.Difference.Difference + half)}"
            : "";
        LabelledLine.Write(
            environment, "Mean", $"{pair.First.Group.Name} less {pair.Second.Group.Name}: {Points(pair.Difference.Difference)} points{interval} ({pair.Method})");
        LabelledLine.Write(environment, "So", pair.Conclusion);
        if (pair.Note is { } note)
            LabelledLine.Write(environment, "Note", note, "yellow");
    }

    private static string Points(double difference) => $"{100 * difference:+0.000;-0.000;0.000}";
}
