namespace Thimble.Lab.Search;

/// <summary>
/// What runs cost against each other, to say how long a search will still take. The unit is a multiply-add of the forward
/// pass; a training image counts for three, and a validation image for one.
/// </summary>
internal sealed class SearchCost(SearchPlan plan, int jobs)
{
    private double _cost;
    private double _seconds;

    /// <summary>Learns from a run how fast this machine is.</summary>
    public void Add(SearchTask task, SearchRun run)
    {
        _cost += Of(task.Trial, task.Stage) * run.Correct.Count / EpochsOf(task.Trial, task.Stage);
        _seconds += run.Seconds;
    }

    /// <summary>The time that the search still needs, runs in flight counted in full.</summary>
    /// <param name="stage">The round.</param>
    /// <param name="trials">Its trials.</param>
    /// <param name="done">Its runs that are done.</param>
    public TimeSpan? Remaining(SearchStage stage, IReadOnlyList<SearchTrial> trials, IReadOnlyList<SearchRun> done)
    {
        if (_cost <= 0)
            return null;
        ILookup<int, SearchRun> doneOf = done.ToLookup(run => run.Trial);
        double cost = trials.Sum(trial => Of(trial, stage) * (stage.Seeds.Count - doneOf[trial.Number].Count()));
        // Which will continue is not known yet: as many of the average.
        foreach (SearchStage later in plan.Stages.Skip(stage.Index + 1))
            cost += plan.TrialsIn(later) * later.Seeds.Count * trials.Average(trial => Of(trial, later));
        return TimeSpan.FromSeconds(cost * _seconds / _cost / jobs);
    }

    private double Of(SearchTrial trial, SearchStage stage) =>
        (double)trial.Experiment.Network.MultiplyAdds * EpochsOf(trial, stage) * ((3.0 * plan.Data.Train.Count) + plan.Data.Evaluated.Count);

    private static int EpochsOf(SearchTrial trial, SearchStage stage) => stage.Epochs ?? trial.Experiment.Recipe.Epochs;
}
