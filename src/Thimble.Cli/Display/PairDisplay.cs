using Thimble.Evaluation;
using Thimble.Lab;

namespace Thimble.Cli.Display;

/// <summary>Pairs of runs, image by image: whether one is better by more than luck.</summary>
internal static class PairDisplay
{
    /// <summary>Shows every pair of runs that were evaluated on the same images.</summary>
    public static void Show(CommandEnvironment environment, IReadOnlyList<RecordedRun> runs)
    {
        var groups = runs.GroupBy(run => run.Environment.Test.ContentHash).Select(group => group.ToList()).ToList();
        (RecordedRun First, RecordedRun Second)[] pairs = [.. groups.SelectMany(PairsOf)];
        double level = McNemarTest.UsualLevel / Math.Max(1, pairs.Length);
        ComparisonDisplay.Title(environment, "More than luck?");
        foreach ((RecordedRun first, RecordedRun second) in pairs)
            LabelledLine.Write(environment, "", $"{first.Folder.Name} and {second.Folder.Name}: {Judge(first, second, level)}");
        if (groups.Count > 1)
            LabelledLine.Write(environment, "", "Runs that were evaluated on different images cannot be compared image by image.");
        if (pairs.Length > 1)
            LabelledLine.Write(environment, "Level", $"p below {level:0.####}: 5% divided by {pairs.Length} pairs, since many pairs give luck many chances");
        LabelledLine.Write(
            environment, "Note", "this judges these trained networks; how much a recipe depends on its seed, train --seeds says");
    }

    private static IEnumerable<(RecordedRun First, RecordedRun Second)> PairsOf(List<RecordedRun> runs) =>
        from i in Enumerable.Range(0, runs.Count)
        from j in Enumerable.Range(i + 1, runs.Count - i - 1)
        select (runs[i], runs[j]);

    private static string Judge(RecordedRun first, RecordedRun second, double level)
    {
        foreach (RecordedRun run in (RecordedRun[])[first, second])
        {
            if (!File.Exists(run.Folder.PredictionsFile))
                return $"not to be compared image by image: {run.Folder.Name} kept no predictions; train it again";
        }

        return Words(first.Folder.Name, second.Folder.Name, McNemarTest.Of(first.Folder.LoadPredictions(), second.Folder.LoadPredictions()), level);
    }

    private static string Words(string first, string second, McNemarTest test, double level)
    {
        if (test.Discordant == 0)
            return "no difference at all: both are right and wrong on the same images";
        string counts = $"images right only in {first}: {test.OnlyFirst:N0}, only in {second}: {test.OnlySecond:N0}";
        string how = test.IsExact ? "exact McNemar test" : $"McNemar test, chi-square {test.ChiSquare:0.00} with continuity correction";
        string p = test.PValue < 0.0001 ? "p < 0.0001" : $"p = {test.PValue:0.0000}";
        string better = test.OnlyFirst > test.OnlySecond ? first : second;
        string conclusion = test.IsMoreThanLuck(level) ? $"more than luck, {better} is better" : "luck would explain it, neither is shown to be better";
        return $"{conclusion} ({counts}; {p}, {how})";
    }
}
