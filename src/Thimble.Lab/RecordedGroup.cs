using Thimble.Statistics;
using Thimble.Training;

namespace Thimble.Lab;

/// <summary>A group of seeds, read: its runs, and what they say together.</summary>
/// <param name="Group">The group.</param>
/// <param name="Runs">The runs that can be read, in the order of the seeds.</param>
public sealed record RecordedGroup(SeedGroup Group, IReadOnlyList<RecordedRun> Runs)
{
    /// <summary>The runs that came to their end; only they are counted.</summary>
    public IReadOnlyList<RecordedRun> Completed { get; } = [.. Runs.Where(run => run is { Result.Status: TrainingStatus.Completed, Final: not null })];

    /// <summary>Whether every seed that was asked for came to its end.</summary>
    public bool IsComplete => Completed.Count == Group.Seeds.Count;

    /// <summary>
    /// What the budget says of the mean, where it asks for that; null where it does not, or where a seed is missing: a mean without the seeds that
    /// diverged is another one.
    /// </summary>
    public Verdict? MeanVerdict => IsComplete && Completed[0].Experiment is { Budget.AccuracyOf: AccuracyOf.Mean } experiment
        ? Verdict.JudgeMean(experiment.Budget, experiment.Network, [.. Completed.Select(run => run.Final!.Evaluation)], Completed.Max(run => run.Epochs.Count))
        : null;

    /// <summary>What the budget says of the group, in a few words: <c>met</c>, <c>missed</c>, <c>missed: 3 of 5 met</c>, <c>no budget</c>, <c>open</c>, <c>diverged</c>,
    /// <c>unfinished</c>.</summary>
    public string VerdictInWords
    {
        get
        {
            if (Completed.Count == 0 || Completed[0].Experiment.Budget == new Budget())
                return Completed.Count > 0 ? "no budget" : Runs.Any(run => run.Result?.Status == TrainingStatus.Diverged) ? "diverged" : "unfinished";
            if (Completed[0].Experiment.Budget.AccuracyOf == AccuracyOf.Mean)
                return MeanVerdict is { } verdict ? verdict.Met ? "met" : "missed" : $"open: {Group.Seeds.Count - Completed.Count} of {Group.Seeds.Count} seeds not completed";
            int met = Completed.Count(run => run.Result!.Verdict.Met);
            return met == Group.Seeds.Count ? "met" : $"{(met < Completed.Count ? "missed: " : "")}{met} of {Group.Seeds.Count} met";
        }
    }

    /// <summary>The accuracies of the final epochs of <see cref="Completed"/>.</summary>
    internal IReadOnlyList<double> Accuracies => [.. Completed.Select(run => run.Final!.Evaluation.Accuracy)];

    /// <summary>Mean, deviation and interval of <see cref="Accuracies"/>; null without any.</summary>
    internal SampleStatistics? Statistics => Completed.Count > 0 ? new(Accuracies) : null;

    /// <summary>Whether the budget asks for the mean of the seeds.</summary>
    internal bool AsksForMean => Runs.Any(run => run.Experiment.Budget.AccuracyOf == AccuracyOf.Mean);

    /// <summary>One line for each run that cannot be read: which file, and what is wrong.</summary>
    public IReadOnlyList<string> Unreadable { get; init; } = [];

    /// <summary>Reads a group's runs; those that cannot be read are left out and named.</summary>
    public static RecordedGroup Load(SeedGroup group)
    {
        (IReadOnlyList<RecordedRun> runs, IReadOnlyList<string> unreadable) = RecordedRun.LoadAll(group.Runs().Select(one => one.Run));
        return new(group, runs) { Unreadable = unreadable };
    }
}
