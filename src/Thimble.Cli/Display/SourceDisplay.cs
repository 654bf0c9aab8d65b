using Spectre.Console;
using Thimble.Pictures;

namespace Thimble.Cli.Display;

/// <summary>What is at a path that is data of your own.</summary>
internal static class SourceDisplay
{
    private const int MostClasses = 40;
    private const int MostProblems = 5;

    /// <summary>Shows kind, classes, counts, sizes, and what is odd.</summary>
    public static void Show(CommandEnvironment environment, SourceContent content)
    {
        LabelledLine.Write(environment, "Data", SourceLine.Of(content));
        SourceSample sample = content.Look();
        LabelledLine.Write(environment, "Images", SizesOf(content, sample));
        ShowClasses(environment, content);
        foreach (string oddity in content.Oddities.Concat(Imbalance(content)))
            LabelledLine.Write(environment, "Note", oddity, "yellow");
        foreach (string problem in sample.Problems.Take(MostProblems))
            LabelledLine.Write(environment, "Damaged", problem, "red");
        if (sample.Problems.Count > 0)
        {
            string others = sample.Problems.Count > MostProblems ? $"and {sample.Problems.Count - MostProblems} more; " : "";
            LabelledLine.Write(environment, "", $"{others}{sample.Sizes.Count + sample.Problems.Count:N0} of {content.Splits[0].Count:N0} were looked at; training looks at all", "red");
        }

        if (!content.HasTraining || content.ClassNames.Count < 2)
            return;
        LabelledLine.Write(environment, "Next", environment.Call("train", ShellWord.OfPath(content.Path)));
        LabelledLine.Write(environment, "", environment.Call("new", ShellWord.OfPath(content.Path)));
    }

    private static string SizesOf(SourceContent content, SourceSample sample)
    {
        if (content.Shape is { } shape)
            return $"{shape.Height}×{shape.Width} in {(shape.Channels == 1 ? "grey" : "colour")}, all of them";
        if (sample.Sizes.Count == 0)
            return "none of those that were looked at can be read";
        string sides = sample.LeastSide == sample.GreatestSide ? $"{sample.LeastSide} pixels a side" : $"{sample.LeastSide} to {sample.GreatestSide} pixels a side, the shorter one {sample.MedianSide} in the middle";
        return $"{sides}, in {(sample.HasColour ? "colour" : "grey")} ({sample.Sizes.Count} were looked at)";
    }

    private static void ShowClasses(CommandEnvironment environment, SourceContent content)
    {
        Table table = new Table().NoBorder().AddColumn(new TableColumn("[grey]class[/]").PadLeft(0).PadRight(1));
        foreach (SourceSplit split in content.Splits)
            table.AddColumn(new TableColumn($"[grey]  {split.Name}[/]").RightAligned().Padding(0, 0));
        for (int label = 0; label < Math.Min(content.ClassNames.Count, MostClasses); label++)
            table.AddRow([Markup.Escape(content.ClassNames[label]), .. content.Splits.Select(split => $"{split.Counts[label]:N0}")]);
        environment.Console.Write(table);
        if (content.ClassNames.Count > MostClasses)
            environment.Console.MarkupLine($"[grey]and {content.ClassNames.Count - MostClasses} more classes[/]");
    }

    private static IEnumerable<string> Imbalance(SourceContent content)
    {
        if (new ClassBalance(content.Splits[0].Counts) is { IsImbalanced: true } balance)
            yield return $"{content.ClassNames[balance.Largest]} has {balance.Counts[balance.Largest]:N0} images, and {content.ClassNames[balance.Rarest]} has {balance.Counts[balance.Rarest]:N0}; more of the rare classes would help";
    }
}
