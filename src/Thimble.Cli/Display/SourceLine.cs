using Thimble.Pictures;

namespace Thimble.Cli.Display;

/// <summary>Data of your own in a line.</summary>
internal static class SourceLine
{
    /// <summary>Kind, classes and counts.</summary>
    public static string Of(SourceContent content) =>
        $"{content.Kind}; {content.ClassNames.Count} {(content.ClassNames.Count == 1 ? "class" : "classes")}; {string.Join(", ", content.Splits.Select(split => $"{split.Count:N0} to {PurposeOf(split)}"))}";

    private static string PurposeOf(SourceSplit split) => split.Name switch
    {
        Dataset.TrainName => "train",
        Dataset.TestName => "test",
        var other => $"use as {other}",
    };
}
