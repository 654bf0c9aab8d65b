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
        (RecordedRun First, RecordedRun Second)[] pairs = [.. groups.SelectMany(RunPair.AllOf)];
        double level = RunPair.Level(pairs.Length);
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

    private static string Judge(RecordedRun first, RecordedRun second, double level)
    {
        foreach (RecordedRun run in (RecordedRun[])[first, second])
        {
            if (!File.Exists(run.Folder.PredictionsFile))
                return $"not to be compared image by image: {run.Folder.Name} kept no predictions; train it again";
        }

        var test = McNemarTest.Of(first.Folder.LoadPredictions(), second.Folder.LoadPredictions());
        var pair = new RunPair(first.Folder.Name, second.Folder.Name, test);
        return test.Discordant == 0
            ? pair.Conclusion(level)
            : $"{pair.Conclusion(level)} (images right only in {pair.First}: {test.OnlyFirst:N0}, only in {pair.Second}: {test.OnlySecond:N0}; {pair.PValue}, {pair.Method})";
    }
}
