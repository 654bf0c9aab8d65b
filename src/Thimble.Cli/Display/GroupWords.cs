using Thimble.Lab;
using Thimble.Statistics;

namespace Thimble.Cli.Display;

/// <summary>What lists say of a group of seeds, in a few letters each.</summary>
internal static class GroupWords
{
    /// <summary>How many seeds came to their end; out of how many, where some did not.</summary>
    public static string Seeds(RecordedGroup group) => group.IsComplete ? $"{group.Completed.Count}" : $"{group.Completed.Count}/{group.Group.Seeds.Count}";

    /// <summary>The mean of the final accuracies.</summary>
    public static string Mean(RecordedGroup group) => group.Statistics is { } statistics ? $"{100 * statistics.Mean:0.000}%" : RunWords.None;

    /// <summary>Their standard deviation, in points.</summary>
    public static string Deviation(RecordedGroup group) => group.Statistics?.StandardDeviation is { } deviation ? $"{100 * deviation:0.000}" : RunWords.None;

    /// <summary>The 95% interval of the mean.</summary>
    public static string Interval(RecordedGroup group) => group.Statistics is { HalfWidth: not null } statistics ? Interval(statistics) : RunWords.None;

    /// <summary>The 95% interval of a mean, by Student's t.</summary>
    public static string Interval(SampleStatistics statistics) =>
        $"{100 * (statistics.Mean - statistics.HalfWidth):0.000}-{100 * (statistics.Mean + statistics.HalfWidth):0.000}%";

    /// <summary>The group's runs by name.</summary>
    public static string Runs(RecordedGroup group) => string.Join(", ", group.Runs.Select(run => run.Folder.Name));
}
