using Thimble.Training;

namespace Thimble.Lab.Search;

/// <summary>Trains one run of a search. Several may train at the same time: they share nothing but the images.</summary>
internal sealed class TrialTrainer(SearchPlan plan, int threads, TimeProvider time)
{
    /// <summary>Trains; null if it was stopped from outside.</summary>
    public SearchRun? Train(SearchTask task, CancellationToken stop)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop);
        long start = time.GetTimestamp();
        Experiment experiment = SearchPlan.ExperimentOf(task.Trial, task.Stage, task.Seed);
        var network = new Network(experiment.Network, experiment.Seed);
        TimeLimit? limit = plan.Definition.MaximumTime is { } most ? new(() => time.GetElapsedTime(start) >= most, either) : null;
        TrainingResult result = ExperimentRun.Train(
            network, experiment, plan.Data, new() { Threads = threads, Time = time }, stopped: null, limit, either.Token);
        if (result.Status == TrainingStatus.Cancelled && stop.IsCancellationRequested)
            return null;
        return new(
            task.Key, task.Trial.Number, task.Stage.Index, task.Seed, result.Status,
            [.. result.Epochs.Select(epoch => epoch.Evaluated.Correct)], plan.Data.Evaluated.Count, time.GetElapsedTime(start).TotalSeconds);
    }

    // Looked at batch by batch, so that a short limit is not missed by a timer that is late.
    private sealed class TimeLimit(Func<bool> isReached, CancellationTokenSource source) : ITrainingObserver
    {
        public void OnBatch(in BatchProgress progress)
        {
            if (isReached())
                source.Cancel();
        }
    }
}
