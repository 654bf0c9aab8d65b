using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Thimble.Training;

namespace Thimble.Lab.Search;

/// <summary>
/// Carries a plan out, a run to a core. What comes out does not depend on how many cores there are, nor on how often
/// the search was interrupted: every run is a function of its experiment and seed, and a round ends before the next begins.
/// </summary>
/// <param name="plan">What to do.</param>
/// <param name="journal">What is done.</param>
/// <param name="jobs">How many runs at a time, at least 1.</param>
/// <param name="time">The clock.</param>
public sealed class SearchRunner(SearchPlan plan, SearchJournal journal, int jobs, TimeProvider time)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(200);
    private readonly SearchCost _cost = new(plan, jobs);

    /// <summary>Does every run that is not in the journal.</summary>
    /// <param name="observer">Is told how it goes.</param>
    /// <param name="cancellation">Stops the runs in flight, which are lost, and returns what there is.</param>
    public SearchResult Run(ISearchObserver observer, CancellationToken cancellation)
    {
        var rounds = new List<IReadOnlyList<SearchStanding>>();
        IReadOnlyList<SearchTrial> trials = plan.Trials;
        foreach (SearchStage stage in plan.Stages)
        {
            trials = [.. trials.Take(plan.TrialsIn(stage))];
            var round = new Round(plan, stage, trials);
            bool isComplete = RunRound(round, observer, cancellation);
            IReadOnlyList<SearchStanding> ranked = SearchStanding.Ranked(round.Standings());
            rounds.Add(ranked);
            if (!isComplete)
                return new(plan, rounds, IsComplete: false);
            trials = [.. ranked.Select(standing => standing.Trial)];
        }

        return new(plan, rounds, IsComplete: true);
    }

    private bool RunRound(Round round, ISearchObserver observer, CancellationToken cancellation)
    {
        var pending = new Queue<SearchTask>();
        foreach (IGrouping<string, (SearchTrial Trial, ulong Seed)> same in round.ByKey)
        {
            if (journal.Find(same.Key) is { } known && IsFinal(known))
                round.Add(known);
            else
                pending.Enqueue(new(same.Key, same.First().Trial, round.Stage, same.First().Seed));
        }

        observer.OnStage(round.Stage, round.Trials.Count, round.Runs.Count);
        if (pending.Count > 0)
            Work(round, pending, observer, cancellation);
        return round.Runs.Count == round.Total;
    }

    // A run that took too long has another chance if it may take longer now, or as long as it likes.
    private bool IsFinal(SearchRun known) =>
        known.Status != TrainingStatus.Cancelled || known.Seconds >= plan.Definition.MaximumTime?.TotalSeconds;

    private void Work(Round round, Queue<SearchTask> pending, ISearchObserver observer, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var ended = new BlockingCollection<(SearchTask Task, SearchRun? Run, ExceptionDispatchInfo? Error)>();
        // Where there are fewer runs than cores, several cores share a run: no bit depends on it.
        var trainer = new TrialTrainer(plan, threads: Math.Max(1, jobs / pending.Count), time);
        int running = 0;
        ExceptionDispatchInfo? error = null;
        try
        {
            while (true)
            {
                while (running < jobs && !stop.IsCancellationRequested && pending.TryDequeue(out SearchTask? task))
                {
                    Start(trainer, task, ended, stop.Token);
                    running++;
                }

                if (running == 0)
                    break;
                if (!ended.TryTake(out (SearchTask Task, SearchRun? Run, ExceptionDispatchInfo? Error) end, Tick))
                {
                    observer.OnTime(Progress(round, running));
                    continue;
                }

                running--;
                if (end.Error is not null)
                {
                    error ??= end.Error;
                    stop.Cancel();
                }

                if (end.Run is not null)
                    Keep(end.Task, end.Run, round, running, observer);
            }
        }
        finally
        {
            // The threads use what is disposed of next; without an exception here there are none.
            stop.Cancel();
            for (; running > 0; running--)
                ended.Take(CancellationToken.None);
        }

        error?.Throw();
    }

    private void Keep(SearchTask task, SearchRun run, Round round, int running, ISearchObserver observer)
    {
        journal.Add(run);
        _cost.Add(task, run);
        foreach ((SearchTrial trial, SearchRun own) in round.Add(run))
            observer.OnRun(trial, own, Progress(round, running));
    }

    // A thread of its own: a run takes seconds to minutes, which the pool is not made for.
    private static void Start(
        TrialTrainer trainer, SearchTask task, BlockingCollection<(SearchTask, SearchRun?, ExceptionDispatchInfo?)> ended, CancellationToken stop)
    {
        var thread = new Thread(() =>
        {
            try
            {
                ended.Add((task, trainer.Train(task, stop), null), CancellationToken.None);
            }
#pragma warning disable CA1031 // every exception is thrown again on the thread that called Run
            catch (Exception exception)
#pragma warning restore CA1031
            {
                ended.Add((task, null, ExceptionDispatchInfo.Capture(exception)), CancellationToken.None);
            }
        })
        {
            IsBackground = true,
            Name = $"Thimble trial {task.Trial.Name}",
        };
        thread.Start();
    }

    private SearchProgress Progress(Round round, int running) => new(
        round.Stage, round.Runs.Count, round.Total, running, _cost.Remaining(round.Stage, round.Trials, round.Runs),
        round.Standings().MaxBy(standing => standing.Accuracy.Mean));

    /// <summary>A round as it goes.</summary>
    private sealed class Round(SearchPlan plan, SearchStage stage, IReadOnlyList<SearchTrial> trials)
    {
        public SearchStage Stage => stage;

        public IReadOnlyList<SearchTrial> Trials => trials;

        /// <summary>What is to be trained. Trials that differ in nothing but the epochs are the same run in a rung, which sets them.</summary>
        public ILookup<string, (SearchTrial Trial, ulong Seed)> ByKey { get; } = trials
            .SelectMany(trial => stage.Seeds.Select(seed => (Trial: trial, Seed: seed)))
            .ToLookup(pair => plan.KeyOf(pair.Trial, stage, pair.Seed), StringComparer.Ordinal);

        public int Total => trials.Count * stage.Seeds.Count;

        public List<SearchRun> Runs { get; } = [];

        /// <summary>Adds a run to every trial that it is the run of.</summary>
        public (SearchTrial Trial, SearchRun Run)[] Add(SearchRun run)
        {
            (SearchTrial Trial, SearchRun Run)[] added =
                [.. ByKey[run.Key].Select(pair => (pair.Trial, run with { Trial = pair.Trial.Number, Stage = stage.Index }))];
            Runs.AddRange(added.Select(pair => pair.Run));
            return added;
        }

        // In the order of the seeds: a sum must not depend on which run was over first.
        public IEnumerable<SearchStanding> Standings()
        {
            ILookup<int, SearchRun> byTrial = Runs.OrderBy(run => run.Seed).ToLookup(run => run.Trial);
            return trials.Where(trial => byTrial.Contains(trial.Number)).Select(trial => new SearchStanding(trial, [.. byTrial[trial.Number]]));
        }
    }
}
