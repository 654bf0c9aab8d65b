using Thimble.Statistics;

namespace Thimble.Lab.Search;

/// <summary>What a trial reached in a round.</summary>
public sealed record SearchStanding
{
    private const double WorthCounting = 0.1;

    /// <summary>Sums up a trial's runs in a round.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="runs">Its runs, at least one.</param>
    public SearchStanding(SearchTrial trial, IReadOnlyList<SearchRun> runs)
    {
        Trial = trial;
        Runs = runs;
        Accuracy = new([.. runs.Select(run => run.Score(trial.Experiment.Network.ClassCount))]);
    }

    /// <summary>The trial.</summary>
    public SearchTrial Trial { get; }

    /// <summary>Its runs, one a seed.</summary>
    public IReadOnlyList<SearchRun> Runs { get; }

    /// <summary>Validation accuracy after the final epoch, over the seeds; chance for a run without a result.</summary>
    internal SampleStatistics Accuracy { get; }

    /// <summary>Runs without a result: diverged, or longer than a run may take.</summary>
    public int Failures => Runs.Count(run => !run.IsComplete);

    /// <summary>
    /// Whether it learned nothing: a run failed, or the accuracy is above chance by less than a tenth of what there is above it, as
    /// where the network gives every image the same class.
    /// </summary>
    public bool LearnedNothing => Failures > 0 || Accuracy.Mean < Chance + (WorthCounting * (1 - Chance));

    /// <summary>The mean time of a run, in seconds.</summary>
    public double Seconds => Runs.Average(run => run.Seconds);

    /// <summary>How exactly the mean is known that so many images can tell, with 95%: luck of the images, not of the search.</summary>
    internal AccuracyInterval Interval => new((int)Math.Round(Accuracy.Mean * Runs[0].Count), Runs[0].Count);

    private double Chance => 1.0 / Trial.Experiment.Network.ClassCount;

    /// <summary>The best first; of equals, the lower number.</summary>
    public static IReadOnlyList<SearchStanding> Ranked(IEnumerable<SearchStanding> standings) =>
        [.. standings.OrderByDescending(standing => standing.Accuracy.Mean).ThenBy(standing => standing.Trial.Number)];
}
