using Thimble.Lab.Plots;

namespace Thimble.Lab.Search;

/// <summary>The trials of a search as points: accuracy against parameters.</summary>
internal static class SearchPlot
{
    /// <summary>Draws it, as a file of its own.</summary>
    public static string Render(SearchResult result)
    {
        IReadOnlyList<(SearchStage Stage, SearchStanding Standing)> all = result.Furthest();
        double low = LowestShown([.. all.Select(entry => entry.Standing.Accuracy.Mean)]);
        var shown = all.Where(entry => entry.Standing.Accuracy.Mean >= low).ToList();
        string left = all.Count > shown.Count ? $"; {all.Count - shown.Count} below {low:0.0#%} not shown" : "";
        int rounds = result.Rounds.Count;
        var chart = new ScatterChart(
            $"Mean validation accuracy of {shown.Count} trials against their parameters; a trial's colour is the last round that it reached",
            $"{result.Plan.Definition.Name}: accuracy in the last round reached{left}",
            new PlotAxis("parameters", IsWhole: true),
            new PlotAxis("validation accuracy", PlotAxis.Percent),
            [.. shown.Select(entry => Point(entry.Stage, entry.Standing, rounds))]);
        return PlotStyle.AsFile(chart.Render());
    }

    // Those that came furthest are named and have the first colour.
    private static ScatterPoint Point(SearchStage stage, SearchStanding standing, int rounds)
    {
        bool isNamed = stage.Index == rounds - 1;
        return new(standing.Trial.Experiment.Network.ParameterCount, standing.Accuracy.Mean, isNamed ? standing.Trial.Name : "", rounds - 1 - stage.Index)
        {
            Note = $"trial {standing.Trial.Name}, {stage.Name}",
        };
    }

    // A trial that came to nothing would press all others into one line: as far below the median as the best is above it, thrice.
    private static double LowestShown(double[] accuracies)
    {
        if (accuracies.Length == 0)
            return 0;
        Array.Sort(accuracies);
        double median = accuracies[accuracies.Length / 2];
        return Math.Max(0, median - (3 * Math.Max(accuracies[^1] - median, 0.002)));
    }
}
