using Spectre.Console;
using Thimble.Training;

namespace Thimble.Cli.Display;

/// <summary>The end of a run: the budget line by line, and its best and final epochs told apart.</summary>
internal static class VerdictDisplay
{
    /// <summary>Shows the budget's lines, if it has any: columns on a terminal, a line each elsewhere.</summary>
    public static void ShowBudget(CommandEnvironment environment, string experimentName, Verdict verdict)
    {
        IAnsiConsole console = environment.Console;
        if (verdict.Lines.Count == 0)
        {
            console.MarkupLineInterpolated($"[bold]Budget[/] of {experimentName}: none is set.");
            return;
        }

        int missed = verdict.Lines.Count(line => !line.Met);
        string outcome = missed == 0 && verdict.IsOpen ? "[bold]open[/]; it asks for the mean of several seeds: train with --seeds" : missed == 0 ? "[bold green]MET[/]" : $"[bold red]MISSED[/] ({missed} of {verdict.Lines.Count} lines)";
        console.MarkupLine($"[bold]Budget[/] of {Markup.Escape(experimentName)}: {outcome}");
        if (environment.IsTerminal)
        {
            console.Write(Columns(verdict, console.Profile.Capabilities.Unicode));
            return;
        }

        foreach (VerdictLine line in verdict.Lines)
            console.MarkupLineInterpolated($"  {line.Outcome,-6}  {line}");
    }

    /// <summary>Shows the best and the final epoch, and which images their accuracy was measured on.</summary>
    public static void ShowEpochs(CommandEnvironment environment, TrainingResult result, Dataset data)
    {
        if (result is not { Best: { } best, Final: { } final })
            return;
        LabelledLine.Write(environment, "Best", $"epoch {best.Epoch}: {AccuracyOf(best)}; picked by looking at the {data.EvaluatedSplit} images");
        LabelledLine.Write(environment, "Final", $"epoch {final.Epoch}: {AccuracyOf(final)}");
        LabelledLine.Write(environment, "On", $"{data.Name}, {data.Evaluated.Count:N0} {data.EvaluatedSplit} images{HeldOut(data)}, {DataLine.Short(data.Evaluated.ContentHash)}");
    }

    private static Grid Columns(Verdict verdict, bool isUnicode)
    {
        Grid grid = new Grid()
            .AddColumn(new GridColumn().NoWrap().PadLeft(2).PadRight(1))
            .AddColumn(new GridColumn().NoWrap())
            .AddColumn(new GridColumn().NoWrap())
            .AddColumn(new GridColumn().PadRight(0));
        foreach (VerdictLine line in verdict.Lines)
        {
            string mark = line.IsOpen ? "?" : isUnicode ? (line.Met ? "✓" : "✗") : (line.Met ? "+" : "-");
            string colour = line.IsOpen ? "yellow" : line.Met ? "green" : "red";
            grid.AddRow(
                $"[{colour}]{mark}[/]",
                Markup.Escape(line.Name),
                Markup.Escape(line.Required),
                $"{Markup.Escape(line.Measured)}: [{colour}]{Markup.Escape(line.Remark)}[/]");
        }

        return grid;
    }

    private static string HeldOut(Dataset data) => data.EvaluatedSplit == Dataset.TestName ? "" : " held out of the training images";

    private static string AccuracyOf(EpochResult epoch) =>
        $"{100 * epoch.Evaluated.Accuracy:0.00##}% ({epoch.Evaluated.Correct:N0}/{epoch.Evaluated.Count:N0})";
}
