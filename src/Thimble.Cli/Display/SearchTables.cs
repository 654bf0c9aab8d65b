using Spectre.Console;
using Thimble.Lab.Search;

namespace Thimble.Cli.Display;

/// <summary>What a search found, as tables.</summary>
internal static class SearchTables
{
    private const int MostShown = 10;
    private const int WidthOfChoices = 60;

    // What was chosen stays longest beside the mean: it is what the search was for.
    private static readonly TextColumn[] TrialColumns =
    [
        new("trial", Rank: 0),
        new("round", Rank: 9),
        new("mean", Rank: 1, IsNumber: true),
        new("s.d.", Rank: 4, IsNumber: true),
        new("from", Rank: 6, IsNumber: true),
        new("to", Rank: 7, IsNumber: true),
        new("seeds", Rank: 5, IsNumber: true),
        new("params", Rank: 3, IsNumber: true),
        new("epochs", Rank: 8, IsNumber: true),
        new("time", Rank: 10, IsNumber: true),
        new("choices", Rank: 2, IsFlexible: true, LeastWidth: WidthOfChoices),
    ];

    /// <summary>Shows the finalists, or the best so far, and what each choice gave.</summary>
    public static void Show(CommandEnvironment environment, SearchResult result)
    {
        environment.Console.WriteLine();
        if (result.Rounds.Count == 0 || result.Rounds[0].Count == 0)
            return;
        ShowTrials(environment, result);
        environment.Console.WriteLine();
        ShowChoices(environment, result);
        environment.Console.WriteLine();
    }

    private static void ShowTrials(CommandEnvironment environment, SearchResult result)
    {
        (SearchStage Stage, SearchStanding Standing)[] shown = result.IsComplete
            ? [.. result.Finalists.Select(standing => (result.Plan.Stages[^1], standing))]
            : [.. result.Furthest().Take(MostShown)];
        environment.Console.MarkupLineInterpolated(
            $"[bold]{(result.IsComplete ? "Finalists" : "Best so far")}[/], by validation accuracy ({result.Plan.Data.Evaluated.Count:N0} training images held out)");
        var table = new TextTable(TrialColumns);
        SearchVariable[] telling = SearchLine.Telling(result.Plan, [.. shown.Select(one => one.Standing.Trial)]);
        foreach ((SearchStage stage, SearchStanding standing) in shown)
        {
            table.Add(
                standing.Trial.Name,
                stage.Name,
                $"{100 * standing.Accuracy.Mean:0.000}%",
                standing.Accuracy.StandardDeviation is { } deviation ? $"{100 * deviation:0.000}" : "-",
                $"{100 * standing.Accuracy.Minimum:0.00}%",
                $"{100 * standing.Accuracy.Maximum:0.00}%",
                $"{standing.Runs.Count}{(standing.Failures > 0 ? $" ({standing.Failures} failed)" : "")}",
                $"{standing.Trial.Experiment.Network.ParameterCount:N0}",
                $"{stage.Epochs ?? standing.Trial.Experiment.Recipe.Epochs}",
                Duration.Short(TimeSpan.FromSeconds(standing.Seconds)),
                SearchLine.Values(result.Plan, standing.Trial, telling));
        }

        table.Show(environment, indent: 2);
        if (SearchLine.Common(result.Plan, shown[0].Standing.Trial, telling) is { Length: > 0 } common && shown.Length > 1)
            environment.Console.MarkupLineInterpolated($"  All of them: {common}");
    }

    private static void ShowChoices(CommandEnvironment environment, SearchResult result)
    {
        environment.Console.MarkupLineInterpolated(
            $"[bold]What each choice gave[/] in {result.Plan.Stages[0].Name}: mean of its trials ± 95% interval (failed: learned nothing, not in the mean); the other choices vary along");
        var table = new TextTable(
            new("variable", Rank: 0),
            new("explains", Rank: 4, IsNumber: true),
            new("value", Rank: 1, IsFlexible: true),
            new("trials", Rank: 3, IsNumber: true),
            new("mean", Rank: 2, IsNumber: true),
            new("±", Rank: 2, IsNumber: true));
        foreach (VariableEffect effect in VariableEffect.Of(result))
        {
            string name = effect.Variable.Name;
            string explained = effect.Explained is { } share ? $"{share:0%}" : "-";
            foreach (ChoiceEffect choice in effect.Choices)
            {
                table.Add(
                    name,
                    explained,
                    choice.Label,
                    $"{choice.Trials}{(choice.Failures > 0 ? $" ({choice.Failures} failed)" : "")}",
                    choice.Mean is { } mean ? $"{100 * mean:0.000}%" : "-",
                    choice.HalfWidth is { } half ? $"{100 * half:0.000}" : "-");
                (name, explained) = ("", "");
            }
        }

        table.Show(environment, indent: 2);
    }
}
