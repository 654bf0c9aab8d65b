using System.Text;

namespace Thimble.Lab.Search;

/// <summary>Writes what a search found into its folder.</summary>
public static class SearchResultWriter
{
    /// <summary>
    /// Writes every trial as an experiment of its own, before anything is trained; files that say the same already are left alone.
    /// </summary>
    /// <exception cref="InvalidInputException">The folder cannot be written to.</exception>
    public static void WriteTrials(SearchFolder folder, SearchPlan plan)
    {
        foreach (SearchTrial trial in plan.Trials)
        {
            string path = folder.TrialFile(trial);
            string text = ExperimentWriter.Write(trial.Experiment);
            if (!File.Exists(path) || RunText.Read(path) != text)
                folder.Write(path, text);
        }
    }

    /// <summary>Writes the table, the plot and, once there is one, the best experiment.</summary>
    /// <exception cref="InvalidInputException">The folder cannot be written to.</exception>
    public static void Write(SearchFolder folder, SearchResult result)
    {
        folder.Write(folder.ResultsFile, Table(result));
        folder.Write(folder.PlotFile, SearchPlot.Render(result));
        if (result.Best() is { } best)
            folder.Write(folder.BestFile, ExperimentWriter.Write(best));
    }

    /// <summary>A row a trial, the furthest and best first.</summary>
    private static string Table(SearchResult result)
    {
        var text = new StringBuilder();
        IReadOnlyList<SearchStage> stages = result.Plan.Stages;
        string[] head = ["trial", "parameters", "multiply_adds", "epochs", .. result.Plan.Definition.Space.Variables.Select(variable => variable.Name)];
        string[] figures = ["seeds", "failed", "mean", "standard_deviation", "minimum", "maximum", "seconds"];
        AppendRow(text, [.. head, .. stages.SelectMany(stage => figures.Select(figure => $"{stage.Name.Replace(' ', '_')}_{figure}"))]);
        foreach ((_, SearchStanding furthest) in result.Furthest())
        {
            SearchTrial trial = furthest.Trial;
            string[] about =
            [
                trial.Name, $"{trial.Experiment.Network.ParameterCount}", $"{trial.Experiment.Network.MultiplyAdds}", $"{trial.Experiment.Recipe.Epochs}",
                .. trial.Values.Select(value => value.Label),
            ];
            AppendRow(text, [.. about, .. stages.SelectMany(stage => Figures(result, stage, trial, figures.Length))]);
        }

        return text.ToString();
    }

    private static string[] Figures(SearchResult result, SearchStage stage, SearchTrial trial, int count)
    {
        SearchStanding? standing = stage.Index < result.Rounds.Count
            ? result.Rounds[stage.Index].FirstOrDefault(standing => standing.Trial.Number == trial.Number)
            : null;
        return standing is null
            ? [.. Enumerable.Repeat("", count)]
            :
            [
                $"{standing.Runs.Count}", $"{standing.Failures}", $"{standing.Accuracy.Mean:0.000000}", $"{standing.Accuracy.StandardDeviation:0.000000}",
                $"{standing.Accuracy.Minimum:0.0000##}", $"{standing.Accuracy.Maximum:0.0000##}", $"{standing.Seconds:0.0}",
            ];
    }

    private static void AppendRow(StringBuilder text, IEnumerable<string> cells) =>
        text.AppendJoin(',', cells.Select(Quoted)).Append('\n');

    private static string Quoted(string cell) =>
        cell.AsSpan().ContainsAny(",\"\n") ? $"\"{cell.Replace("\"", "\"\"")}\"" : cell;
}
