using Thimble.Lab.Plots;

namespace Thimble.Lab.Search;

/// <summary>The trials of a search as points: accuracy against parameters.</summary>
internal static class SearchPlot
{
    private const double LeastRoom = 0.01;

    /// <summary>Draws it, as a file of its own.</summary>
    public static string Render(SearchResult result)
    {
        IReadOnlyList<(SearchStage Stage, SearchStanding Standing)> all = result.Furthest();
        double low = LowestShown(all);
        // Those that came furthest last, so that they lie on top.
        var shown = all.Where(entry => entry.Standing.Accuracy.Mean >= low).Reverse().ToList();
        string left = all.Count > shown.Count ? $"; {all.Count - shown.Count} below {low:0.0#%} left out" : "";
        int rounds = result.Rounds.Count;
        var chart = new ScatterChart(
            $"{result.Plan.Definition.Name}: mean validation accuracy of {shown.Count} trials against their parameters; a trial's colour is the last round that it reached",
            $"accuracy reached{left}",
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

    // A trial without a result would press all others into one line. Those that went on are shown with as much room below
    // them; where none did, the better half.
    private static double LowestShown(IReadOnlyList<(SearchStage Stage, SearchStanding Standing)> all)
    {
        double[] sorted = [.. all.Select(entry => entry.Standing.Accuracy.Mean).Order()];
        if (sorted.Length == 0)
            return 0;
        double lowest = all.Where(entry => entry.Stage.Index > 0).Select(entry => entry.Standing.Accuracy.Mean).DefaultIfEmpty(sorted[sorted.Length / 2]).Min();
        return Math.Max(0, lowest - Math.Max(sorted[^1] - lowest, LeastRoom));
    }
}
