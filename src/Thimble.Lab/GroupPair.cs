using Thimble.Statistics;

namespace Thimble.Lab;

/// <summary>Two groups of seeds as one question: is one recipe better than the other by more than luck?</summary>
internal sealed record GroupPair
{
    /// <summary>Compares two groups, seed by seed where they have the same seeds.</summary>
    /// <param name="first">The first group.</param>
    /// <param name="second">The second.</param>
    /// <exception cref="InvalidInputException">A group has no completed run.</exception>
    public GroupPair(RecordedGroup first, RecordedGroup second)
    {
        (First, Second) = (first, second);
        if (new[] { first, second }.FirstOrDefault(group => group.Completed.Count == 0) is { } empty)
            throw new InvalidInputException($"{empty.Group.Name}: no run of this group came to its end, so there is nothing to compare; train its seeds to the end");
        Dictionary<ulong, double> others = second.Completed.DistinctBy(run => run.Experiment.Seed).ToDictionary(run => run.Experiment.Seed, Accuracy);
        (double First, double Second)[] pairs =
            [.. first.Completed.Where(run => others.ContainsKey(run.Experiment.Seed)).Select(run => (Accuracy(run), others[run.Experiment.Seed]))];
        bool areSameImages = first.Completed.Concat(second.Completed).DistinctBy(run => run.Environment.Evaluated.ContentHash).Count() == 1;
        bool areSameSeeds = pairs.Length == first.Completed.Count && pairs.Length == second.Completed.Count;
        Difference = areSameSeeds && areSameImages
            ? MeanDifference.Paired([.. pairs.Select(pair => pair.First)], [.. pairs.Select(pair => pair.Second)])
            : MeanDifference.Unpaired(first.Accuracies, second.Accuracies);
        Note = !areSameImages ? "the groups were not evaluated on the same images, so their seeds are not paired"
            : !areSameSeeds ? "the groups have different seeds, so they are not paired; the same seeds in both would show a smaller difference"
            : null;
    }

    /// <summary>The first group.</summary>
    public RecordedGroup First { get; }

    /// <summary>The second group.</summary>
    public RecordedGroup Second { get; }

    /// <summary>The difference of their mean accuracies.</summary>
    public MeanDifference Difference { get; }

    /// <summary>Why they were not compared seed by seed; null if they were.</summary>
    public string? Note { get; }

    /// <summary>The test, by name.</summary>
    public string Method => Difference.IsPaired ? $"paired t test over {First.Completed.Count} seeds" : $"Welch's t test of {First.Completed.Count} and {Second.Completed.Count} seeds";

    /// <summary>What follows from it.</summary>
    public string Conclusion =>
        Difference.HalfWidth is null ? "so few seeds do not show how much luck there is; train more seeds"
        : Difference.IsMoreThanLuck ? $"more than luck, {(Difference.Difference > 0 ? First : Second).Group.Name} is better"
        : "luck would explain it, neither is shown to be better";

    private static double Accuracy(RecordedRun run) => run.Final!.Evaluation.Accuracy;
}
