using Thimble.Lab.Search;
using Thimble.Training;

namespace Thimble.Lab.Tests.Search;

/// <summary>A search carried out, on little data: who continues, what is kept, and that nothing but the plan matters.</summary>
public sealed class SearchRunnerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("thimble-runner-").FullName;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_best_of_each_round_go_on_and_the_finalists_get_seeds_of_their_own()
    {
        SearchPlan plan = Searches.Plan(Searches.Small);
        SearchResult result = Run(plan, "journal");

        Assert.True(result.IsComplete);
        Assert.Equal([6, 3, 2], result.Rounds.Select(round => round.Count));
        Assert.Equal(plan.Stages.Select(stage => plan.TrialsIn(stage)), result.Rounds.Select(round => round.Count));
        for (int i = 1; i < result.Rounds.Count; i++)
        {
            Assert.Equal(
                Names(SearchStanding.Ranked(result.Rounds[i - 1]).Take(result.Rounds[i].Count)).Order(StringComparer.Ordinal),
                Names(result.Rounds[i]).Order(StringComparer.Ordinal));
        }

        Assert.Equal([1UL], result.Rounds[0].SelectMany(standing => standing.Runs).Select(run => run.Seed).Distinct());
        Assert.All(result.Finalists, standing => Assert.Equal([2UL, 3UL], standing.Runs.Select(run => run.Seed)));
        Assert.All(result.Finalists, standing => Assert.All(standing.Runs, run => Assert.Equal(3, run.Correct.Count)));
        Assert.Equal(6, result.Furthest().Count);
    }

    [Fact]
    public void A_run_is_that_of_the_trainer()
    {
        SearchPlan plan = Searches.Plan(Searches.Small.Replace("    batch_size", "    weight_average: 0.9\n    batch_size"));
        SearchStanding best = Run(plan, "journal").Finalists[0];
        Experiment experiment = best.Trial.Experiment with { Seed = 3 };

        using var trainer = new Trainer(new Network(experiment.Network, 3), experiment.Recipe, plan.Data, new TrainerOptions(3, 2));
        Assert.Equal(trainer.Run().Epochs.Select(epoch => epoch.Evaluated.Correct), best.Runs[1].Correct);
    }

    [Fact]
    public void The_number_of_jobs_changes_no_figure()
    {
        SearchPlan plan = Searches.Plan(Searches.Small);
        string one = Searches.Figures(Run(plan, "one", jobs: 1));

        Assert.Equal(one, Searches.Figures(Run(plan, "three", jobs: 3)));
        Assert.Equal(one, Searches.Figures(Run(Searches.Plan(Searches.Small), "many", jobs: 16)));
    }

    [Fact]
    public void After_every_possible_stop_it_goes_on_and_ends_alike()
    {
        SearchPlan plan = Searches.Plan(Searches.Small);
        var counter = new Counter();
        string whole = Searches.Figures(Run(plan, "whole", observer: counter));
        for (int stop = 1; stop < counter.Runs; stop += 3)
        {
            string journal = $"stop{stop}";
            using var source = new CancellationTokenSource();
            Assert.False(Run(plan, journal, jobs: 1, new Counter { After = stop, Stop = source }, source.Token).IsComplete);
            var rest = new Counter();
            Assert.Equal(whole, Searches.Figures(Run(Searches.Plan(Searches.Small), journal, observer: rest)));
            Assert.Equal(counter.Runs - stop, rest.Runs);
        }

        var nothing = new Counter();
        Assert.Equal(whole, Searches.Figures(Run(plan, "whole", observer: nothing)));
        Assert.Equal(0, nothing.Runs);
    }

    [Fact]
    public void A_larger_search_takes_over_the_runs_that_are_in_both()
    {
        Run(Searches.Plan(Searches.Small), "journal");
        var counter = new Counter();
        SearchPlan larger = Searches.Plan(Searches.Small.Replace("trials: 6", "trials: 8").Replace("name: small", "name: larger"));
        Run(larger, "journal", observer: counter);

        Assert.NotEqual(Searches.Plan(Searches.Small).Fingerprint(), larger.Fingerprint());
        Assert.Equal(2, counter.ByStage[0]);
    }

    [Fact]
    public void A_run_whose_loss_is_no_number_counts_as_chance()
    {
        SearchPlan plan = Searches.Plan(Searches.Small.Replace("{from: 0.01, to: 0.1, log: true}", "[0.05, 3e38]").Replace("trials: 6", "trials: 20"));
        SearchResult result = Run(plan, "journal");

        SearchStanding[] wild = [.. result.Rounds[0].Where(standing => standing.Trial.Values[2].Label == "3e38")];
        Assert.Equal(6, wild.Length);
        Assert.All(wild, standing => Assert.Equal((TrainingStatus.Diverged, 0.1, 1), (standing.Runs[0].Status, standing.Accuracy.Mean, standing.Failures)));
        Assert.All(result.Rounds[1], standing => Assert.Equal("0.05", standing.Trial.Values[2].Label));
        ChoiceEffect effect = VariableEffect.Of(result).Single(effect => effect.Variable.Name == "rate").Choices.Single(choice => choice.Label == "3e38");
        Assert.Equal((6, 6, null, null), (effect.Trials, effect.Failures, effect.Mean, effect.HalfWidth));
    }

    [Fact]
    public void A_run_that_takes_too_long_counts_as_chance_until_more_time_is_given()
    {
        SearchResult hurried = Run(Searches.Plan(Searches.Small + "\nmax_seconds: 0.0000001"), "journal");
        Assert.All(hurried.Rounds[0], standing => Assert.Equal((TrainingStatus.Cancelled, 0.1), (standing.Runs[0].Status, standing.Accuracy.Mean)));

        var counter = new Counter();
        SearchResult patient = Run(Searches.Plan(Searches.Small + "\nmax_seconds: 1000"), "journal", observer: counter);
        Assert.Equal(6, counter.ByStage[0]);
        Assert.All(patient.Rounds[0], standing => Assert.Equal(0, standing.Failures));
    }

    [Fact]
    public void A_run_that_took_too_long_is_done_again_where_there_is_no_limit_any_more()
    {
        Run(Searches.Plan(Searches.Small + "\nmax_seconds: 0.0000001"), "journal");

        SearchResult patient = Run(Searches.Plan(Searches.Small), "journal");
        Assert.All(patient.Rounds[0], standing => Assert.Equal(0, standing.Failures));
    }

    [Fact]
    public void An_observer_that_throws_ends_the_search_with_every_run_in_flight()
    {
        // Runs without end, so that they are in flight; a limit, so that they look at the clock with every batch.
        SearchPlan plan = Searches.Plan(Searches.Small.Replace("epochs: 3", "epochs: 100000").Replace("[1, 2]", "[100000]") + "\nmax_seconds: 1000");
        var clock = new CountingClock();
        using SearchJournal journal = SearchJournal.Open(Path.Combine(_folder, "journal"));

        Assert.Throws<IOException>(() => new SearchRunner(plan, journal, 2, clock).Run(new Thrower(), CancellationToken.None));

        int looks = clock.Looks;
        Thread.Sleep(100);
        Assert.True(looks > 0);
        Assert.Equal(looks, clock.Looks);
    }

    [Fact]
    public void Trials_that_a_rung_cannot_tell_apart_are_trained_once_in_it()
    {
        string yaml = Searches.Small.Replace("[2, 4, 7]", "[7]").Replace("[16, 32]", "[16]").Replace("{from: 0.01, to: 0.1, log: true}", "[0.05]")
            .Replace("seeds: 2}", "seeds: 1}").Replace("space:", "space:\n  recipe.epochs: [2, 3]");
        var counter = new Counter();
        SearchResult result = Run(Searches.Plan(yaml), "journal", observer: counter);

        Assert.True(result.IsComplete);
        // Two rungs, a run each; two finalists. Every trial is still reported.
        Assert.Equal(2 + 2, File.ReadAllLines(Path.Combine(_folder, "journal")).Length);
        Assert.Equal([2, 2, 2], result.Rounds.Select(round => round.Count));
        Assert.Equal(6, counter.Runs);
        Assert.Equal(result.Rounds[0][0].Runs[0].Correct, result.Rounds[0][1].Runs[0].Correct);
        Assert.Equal([2, 3], result.Finalists.Select(standing => standing.Runs[0].Correct.Count).Order());
    }

    [Theory]
    [InlineData(2, 54, true)]
    [InlineData(2, 56, false)]
    [InlineData(10, 18, true)]
    [InlineData(10, 20, false)]
    public void A_trial_that_is_hardly_above_chance_learned_nothing(int classes, int correct, bool learnedNothing)
    {
        SearchTrial trial = SearchDraws.Of(Searches.Read(Searches.Small.Replace("linear: 10", $"linear: {classes}"))).Trials[0];
        var standing = new SearchStanding(trial, [new("", trial.Number, 0, 1, TrainingStatus.Completed, [correct], 100, 1)]);

        Assert.Equal(learnedNothing, standing.LearnedNothing);
    }

    [Fact]
    public void Of_equals_the_first_is_the_better()
    {
        SearchPlan plan = Searches.Plan(Searches.Small);
        SearchStanding[] equals = [.. plan.Trials.Reverse().Select(trial => new SearchStanding(trial, [new("", trial.Number, 0, 1, TrainingStatus.Completed, [30], 60, 1)]))];
        Assert.Equal(plan.Trials.Select(trial => trial.Name), Names(SearchStanding.Ranked(equals)));
    }

    [Fact]
    public void Test_images_are_refused_and_so_are_trials_on_different_images()
    {
        SearchPlan plan = Searches.Plan(Searches.Small);
        Dataset test = SyntheticDigits.Create(60, 60);
        Assert.Throws<ArgumentException>(() => new SearchPlan(plan.Definition, plan.Draws, plan.Trials[0].Experiment.Data, test));

        string yaml = Searches.Small.Replace("  pool: [2, 4, 7]", "  pool: [2]\n  data.train_images: [160, 200]");
        Assert.Contains("the trials differ in data", Assert.Throws<InvalidInputException>(() => Searches.Plan(yaml)).Message);
    }

    [Fact]
    public void What_comes_out_is_written_and_reads_back()
    {
        SearchPlan plan = Searches.Plan(Searches.Small);
        SearchResult result = Run(plan, "journal");
        SearchFolder folder = SearchFolder.Open("small", Path.Combine(_folder, "out"));
        SearchResultWriter.WriteTrials(folder, plan);
        SearchResultWriter.Write(folder, result);

        Experiment best = ExperimentCatalogue.Load(folder.BestFile);
        Assert.Equal(result.Finalists[0].Trial.Experiment.Recipe.BatchSize, best.Recipe.BatchSize);
        Assert.Equal((4UL, null), (best.Seed, best.Data.Validation));
        Assert.Equal(
            ExperimentWriter.Write(plan.Trials[2].Experiment), File.ReadAllText(folder.TrialFile(plan.Trials[2])));
        string[] rows = File.ReadAllLines(folder.ResultsFile);
        Assert.Equal(7, rows.Length);
        Assert.StartsWith("trial,parameters,multiply_adds,epochs,pool,batch,rate,rung_1_seeds,rung_1_failed,rung_1_mean", rows[0]);
        Assert.StartsWith($"{result.Finalists[0].Trial.Name},{result.Finalists[0].Trial.Experiment.Network.ParameterCount},", rows[1]);
        Assert.All(rows, row => Assert.Equal(rows[0].Count(letter => letter == ','), row.Count(letter => letter == ',')));
        string plot = File.ReadAllText(folder.PlotFile);
        Assert.Contains($"trial {result.Finalists[0].Trial.Name}, final: ", plot);
        Assert.True(plot.Split("<circle").Length - 1 <= 6);
    }

    private static IEnumerable<string> Names(IEnumerable<SearchStanding> standings) => standings.Select(standing => standing.Trial.Name);

    private SearchResult Run(
        SearchPlan plan, string journalName, int jobs = 2, ISearchObserver? observer = null, CancellationToken cancellation = default)
    {
        using SearchJournal journal = SearchJournal.Open(Path.Combine(_folder, journalName));
        return new SearchRunner(plan, journal, jobs, TimeProvider.System).Run(observer ?? new Counter(), cancellation);
    }

    private sealed class CountingClock : TimeProvider
    {
        private int _looks;

        public int Looks => Volatile.Read(ref _looks);

        public override long GetTimestamp()
        {
            Interlocked.Increment(ref _looks);
            return base.GetTimestamp();
        }
    }

    private sealed class Thrower : ISearchObserver
    {
        public void OnTime(SearchProgress progress) => throw new IOException("The terminal is gone.");
    }

    private sealed class Counter : ISearchObserver
    {
        public int After { get; init; } = -1;

        public CancellationTokenSource? Stop { get; init; }

        public int Runs { get; private set; }

        public Dictionary<int, int> ByStage { get; } = [];

        public void OnRun(SearchTrial trial, SearchRun run, SearchProgress progress)
        {
            Runs++;
            ByStage[run.Stage] = ByStage.GetValueOrDefault(run.Stage) + 1;
            Assert.True(progress.Done <= progress.Total && (progress.Remaining is null || progress.Remaining >= TimeSpan.Zero) && progress.Best is not null);
            if (Runs == After)
                Stop!.Cancel();
        }
    }
}
