using Thimble.Lab;

namespace Thimble.Cli.Display;

/// <summary>Pairs of runs, image by image: whether one is better by more than luck.</summary>
internal static class PairDisplay
{
    /// <summary>Shows every pair of runs that kept predictions of the same images.</summary>
    public static void Show(CommandEnvironment environment, IReadOnlyList<RecordedRun> runs)
    {
        ILookup<bool, RecordedRun> kept = runs.ToLookup(run => File.Exists(run.Folder.PredictionsFile));
        IReadOnlyList<RunPair> pairs = RunPair.Of(
            kept[true].Select(run => new RunPredictions(run.Folder.Name, run.Environment.Evaluated.ContentHash, run.Folder.LoadPredictions())));
        double level = RunPair.Level(pairs.Count);
        ComparisonDisplay.Title(environment, "More than luck?");
        foreach (RunPair pair in pairs)
            LabelledLine.Write(environment, "", $"{pair.First} and {pair.Second}: {Judge(pair, level)}");
        foreach (RecordedRun run in kept[false])
            LabelledLine.Write(environment, "", $"Not to be compared image by image: {run.Folder.Name} kept no predictions; train it again");
        if (runs.DistinctBy(run => run.Environment.Evaluated.ContentHash).Count() > 1)
            LabelledLine.Write(environment, "", "Runs that were evaluated on different images cannot be compared image by image.");
        if (pairs.Count > 1)
            LabelledLine.Write(environment, "Level", $"p below {level:0.####}: 5% divided by {pairs.Count} pairs, since many pairs give luck many chances");
        LabelledLine.Write(
            environment, "Note", "this judges these trained networks; how much a recipe depends on its seed, train --seeds says");
    }

    private static string Judge(RunPair pair, double level) => pair.Test.Discordant == 0
        ? pair.Conclusion(level)
        : $"{pair.Conclusion(level)} (images right only in {pair.First}: {pair.Test.OnlyFirst:N0}, only in {pair.Second}: {pair.Test.OnlySecond:N0}; {pair.PValue}, {pair.Method})";
}
