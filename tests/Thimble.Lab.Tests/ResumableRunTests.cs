using Thimble.Training;

namespace Thimble.Lab.Tests;

/// <summary>Going on with a run folder: what it holds in the end is what it would have held without a stop.</summary>
public sealed class ResumableRunTests : IDisposable
{
    private const string Yaml =
        """
        name: small
        data: {name: synthetic-digits, train_images: 96, test_images: 32}
        input: [1, 28, 28]
        network:
          - conv2d: {out: 4, kernel: 5, stride: 2}
          - batch_norm2d
          - relu
          - dropout2d: 0.2
          - adaptive_avg_pool2d
          - flatten
          - linear: 10
        recipe:
          epochs: 4
          batch_size: 32
          optimizer: {sgd: {learning_rate: 0.1, momentum: 0.9}}
          weight_average: 0.9
        budget: {accuracy: 99%}
        """;

    private static readonly Dataset Digits = SyntheticDigits.Create(trainCount: 96, testCount: 32);

    private readonly string _root = Directory.CreateTempSubdirectory("thimble-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_run_that_was_killed_goes_on_to_the_same_bits(int epochs)
    {
        RunFolder whole = Start(stopAfter: null, isKilled: false);
        RunFolder killed = Start(epochs, isKilled: true);
        Assert.False(File.Exists(killed.ResultFile));

        Resume(killed);

        foreach (RunWeights weights in Enum.GetValues<RunWeights>())
            Assert.Equal(File.ReadAllBytes(whole.WeightsFile(weights)), File.ReadAllBytes(killed.WeightsFile(weights)));
        Assert.Equal(Figures(whole), Figures(killed));
        Assert.Contains($"Resumed after epoch {epochs}", killed.LoadLog());
        Assert.Equal(TrainingStatus.Completed, killed.LoadResult().Status);
        Assert.Equal(whole.LoadResult().Verdict.Lines, killed.LoadResult().Verdict.Lines);
        Assert.False(File.Exists(killed.CheckpointFile) || File.Exists(whole.CheckpointFile));
    }

    [Fact]
    public void A_row_that_is_newer_than_the_checkpoint_is_written_again()
    {
        RunFolder whole = Start(stopAfter: null, isKilled: false);
        RunFolder killed = Start(stopAfter: 2, isKilled: true);
        File.AppendAllText(killed.MetricsFile, "3,0.5,0.5,0.5,1,32,0.03,0.1,1,1,1\n4,0.5,0.");

        Resume(killed);

        Assert.Equal(Figures(whole), Figures(killed));
    }

    [Fact]
    public void A_run_that_was_stopped_can_be_gone_on_with_twice()
    {
        RunFolder whole = Start(stopAfter: null, isKilled: false);
        RunFolder stopped = Start(stopAfter: 1, isKilled: false);
        Assert.Equal(TrainingStatus.Cancelled, stopped.LoadResult().Status);

        Resume(stopped, stopAfter: 2);
        Resume(stopped);

        Assert.Equal(Figures(whole), Figures(stopped));
        Assert.Equal(File.ReadAllBytes(whole.WeightsFile(RunWeights.Final)), File.ReadAllBytes(stopped.WeightsFile(RunWeights.Final)));
    }

    [Fact]
    public void What_was_kept_of_the_epoch_of_a_stop_is_gone_when_the_run_has_gone_on_and_was_cut_off()
    {
        RunFolder stopped = Start(stopAfter: 1, isKilled: false);
        string[] kept = [stopped.PredictionsFile, stopped.MistakesFile, stopped.StatisticsFile];
        foreach (string path in kept)
            File.WriteAllText(path, "of epoch 1");

        Resume(stopped, stopAfter: 2, isKilled: true);

        Assert.All([stopped.ResultFile, .. kept], path => Assert.False(File.Exists(path)));
        Assert.Equal(2, stopped.LoadEpochs().Count);
    }

    [Fact]
    public void Both_versions_are_on_record_where_another_one_goes_on()
    {
        RunFolder run = Start(stopAfter: 2, isKilled: true);
        TrainingCheckpoint checkpoint;
        using (var stopped = ResumableRun.Load(run))
            checkpoint = stopped.Checkpoint;
        CheckpointFile.Write(run.CheckpointFile, checkpoint, File.ReadAllBytes(run.ExperimentFile), "0.0.9");
        File.WriteAllText(run.EnvironmentFile, File.ReadAllText(run.EnvironmentFile).Replace($"\"{RunEnvironment.CurrentVersion}\"", "\"0.0.9\""));

        // Cut off before its first epoch, and gone on with again.
        new RunRecorder(ResumableRun.Load(run)).Dispose();
        Resume(run);

        Assert.Equal($"0.0.9, {RunEnvironment.CurrentVersion} from epoch 3 on", run.LoadEnvironment().ThimbleVersion);
        Assert.Contains($"Resumed after epoch 2 by another version: {RunEnvironment.CurrentVersion} after 0.0.9", run.LoadLog());
    }

    [Fact]
    public void What_cannot_be_gone_on_with_is_refused_in_one_line()
    {
        Refused(Start(stopAfter: null, isKilled: false), "small/1: this run is finished");

        RunFolder without = Start(stopAfter: 1, isKilled: true);
        File.Delete(without.CheckpointFile);
        Refused(without, $"{without.CheckpointFile}: there is no checkpoint");

        RunFolder changed = Start(stopAfter: 1, isKilled: true);
        File.WriteAllText(changed.ExperimentFile, File.ReadAllText(changed.ExperimentFile).Replace("epochs: 4", "epochs: 5"));
        Refused(changed, $"{changed.CheckpointFile}: the run's experiment.yaml has been changed");

        RunFolder damaged = Start(stopAfter: 1, isKilled: true);
        byte[] bytes = File.ReadAllBytes(damaged.CheckpointFile);
        bytes[^1] ^= 1;
        File.WriteAllBytes(damaged.CheckpointFile, bytes);
        Refused(damaged, $"{damaged.CheckpointFile}: damaged: its numbers have changed");

        RunFolder short_ = Start(stopAfter: 2, isKilled: true);
        File.WriteAllLines(short_.MetricsFile, File.ReadAllLines(short_.MetricsFile)[..2]);
        Refused(short_, $"{short_.MetricsFile}: damaged: it has 1 epochs where the checkpoint is of epoch 2");
    }

    [Fact]
    public void Other_data_is_refused()
    {
        using var run = ResumableRun.Load(Start(stopAfter: 1, isKilled: true));

        run.CheckData(Digits);
        Dataset other = SyntheticDigits.Create(trainCount: 96, testCount: 32, seed: 9);
        Assert.Contains(
            "does not hold the images that the run was trained and evaluated on (synthetic-digits, 96 and 32 images)",
            Assert.Throws<InvalidInputException>(() => run.CheckData(other)).Message);
        Assert.Throws<InvalidInputException>(() => run.CheckData(Digits with { Train = other.Train }));
        Assert.Throws<InvalidInputException>(() => run.CheckData(Digits with { Evaluated = other.Evaluated }));
    }

    [Fact]
    public void A_run_that_diverged_is_not_resumed()
    {
        RunFolder diverged = Start(stopAfter: 1, isKilled: true);
        RunResultFile.Write(diverged.ResultFile, new(TrainingStatus.Diverged, [], "the loss was NaN"), new([]));

        Refused(diverged, "small/1: this run diverged, and resuming would not change that; train again with a lower learning rate");
    }

    [Fact]
    public void A_run_that_was_let_go_cannot_be_resumed()
    {
        var run = ResumableRun.Load(Start(stopAfter: 1, isKilled: true));
        run.Dispose();

        Assert.Throws<InvalidOperationException>(() => new RunRecorder(run));
    }

    [Fact]
    public void The_best_weights_before_a_stop_stay_until_a_later_epoch_is_better()
    {
        RunFolder folder = Start(stopAfter: 2, isKilled: true);
        byte[] best = File.ReadAllBytes(folder.WeightsFile(RunWeights.Best));
        using var run = ResumableRun.Load(folder);
        using var recorder = new RunRecorder(run);
        int most = run.Epochs.Max(epoch => epoch.Evaluated.Correct);
        var network = new Network(run.Experiment.Network, seed: 8);

        void Epoch(int correct) => recorder.OnEpoch(run.Epochs[^1] with { Epoch = 3, Evaluated = new(0.5, correct, 32) }, network);

        Epoch(most);
        Assert.Equal(best, File.ReadAllBytes(folder.WeightsFile(RunWeights.Best)));
        Epoch(most + 1);
        Assert.NotEqual(best, File.ReadAllBytes(folder.WeightsFile(RunWeights.Best)));
    }

    [Fact]
    public void Resumes_with_the_same_version_without_a_warning()
    {
        RunFolder killed = Start(stopAfter: 1, isKilled: true);
        byte[] environment = File.ReadAllBytes(killed.EnvironmentFile);

        Resume(killed, stopAfter: 2);

        Assert.Equal(environment, File.ReadAllBytes(killed.EnvironmentFile));
        Assert.Contains("Resumed after epoch 1", killed.LoadLog());
        Assert.DoesNotContain("", File.ReadAllLines(killed.LogFile));
    }

    [Fact]
    public void A_run_is_held_from_before_it_is_read_until_its_training_ends()
    {
        RunFolder folder = Start(stopAfter: 1, isKilled: true);
        using (var first = ResumableRun.Load(folder))
        {
            Refused(folder, "small/1: another process is training this run; wait for its end, or stop it");
            using (new RunRecorder(first))
                Refused(folder, "small/1: another process is training this run");
            Assert.Throws<InvalidOperationException>(() => new RunRecorder(first));
        }

        ResumableRun.Load(folder).Dispose();
        Assert.False(File.Exists(RunLock.FileOf(folder)));
    }

    [Fact]
    public void A_run_that_is_finished_or_refused_is_left_as_it_is()
    {
        RunFolder whole = Start(stopAfter: null, isKilled: false);
        string[] before = Directory.GetFiles(whole.Path);

        Refused(whole, "small/1: this run is finished");

        Assert.Equal(before.Order(), Directory.GetFiles(whole.Path).Order());
    }

    [Fact]
    public void A_lock_that_a_killed_process_left_holds_nobody_up()
    {
        RunFolder killed = Start(stopAfter: 1, isKilled: true);
        File.WriteAllText(RunLock.FileOf(killed), "");

        Resume(killed);

        Assert.False(File.Exists(RunLock.FileOf(killed)));
    }

    [Fact]
    public void What_a_killed_process_had_written_aside_is_cleared_but_nothing_of_others()
    {
        RunFolder killed = Start(stopAfter: 1, isKilled: true);
        string[] left = [.. new[] { killed.CheckpointFile, killed.WeightsFile(RunWeights.Best), killed.ResultFile }.Select(path => $"{path}.123-4.tmp")];
        string[] others = [Path.Combine(killed.Path, "report.html.123-4.tmp"), Path.Combine(killed.Path, "notes.tmp")];
        foreach (string path in left.Concat(others))
            File.WriteAllText(path, "half");

        Resume(killed);

        Assert.All(left, path => Assert.False(File.Exists(path)));
        Assert.All(others, path => Assert.True(File.Exists(path)));
    }

    [Fact]
    public void A_line_of_the_log_that_was_cut_off_does_not_run_into_the_next()
    {
        RunFolder killed = Start(stopAfter: 1, isKilled: true);
        File.AppendAllText(killed.LogFile, "Epoch=2 ha");

        Resume(killed);

        Assert.Equal(["Epoch=2 ha", "Resumed after epoch 1"], killed.LoadLog().SkipWhile(line => line != "Epoch=2 ha").Take(2));
    }

    private static void Refused(RunFolder folder, string expected)
    {
        string message = Assert.Throws<InvalidInputException>(() => ResumableRun.Load(folder)).Message;
        Assert.StartsWith(expected, message);
        Assert.DoesNotContain('\n', message);
    }

    // All but the times.
    private static IEnumerable<string> Figures(RunFolder folder) =>
        File.ReadAllLines(folder.MetricsFile).Select(line => string.Join(',', line.Split(',').Take(8)));

    private RunFolder Start(int? stopAfter, bool isKilled)
    {
        Experiment experiment = Experiments.Read(Yaml);
        RunFolder folder = RunFolder.Create(experiment.Name, root: _root);
        using var recorder = new RunRecorder(folder, experiment, RunEnvironment.Describe(experiment, Digits, 1, "vectors", [], TimeProvider.System));
        Train(experiment, recorder, stopAfter, isKilled, stopped: null);
        return folder;
    }

    private static void Resume(RunFolder folder, int? stopAfter = null, bool isKilled = false)
    {
        using var stopped = ResumableRun.Load(folder);
        using var recorder = new RunRecorder(stopped);
        Train(stopped.Experiment, recorder, stopAfter, isKilled, stopped);
    }

    private static void Train(Experiment experiment, RunRecorder recorder, int? stopAfter, bool isKilled, ResumableRun? stopped)
    {
        using var stop = new CancellationTokenSource();
        var network = new Network(experiment.Network, experiment.Seed);
        using var trainer = new Trainer(network, experiment.Recipe, Digits, new TrainerOptions(experiment.Seed, Threads: 1));
        if (stopped is not null)
            trainer.Resume(stopped.Checkpoint, stopped.Epochs);
        TrainingResult result = trainer.Run(new StoppingObserver(recorder, stop, stopAfter), stop.Token);
        // A process that is killed never comes here.
        if (!isKilled)
            recorder.Complete(result, Verdict.Judge(experiment.Budget, experiment.Network, result));
    }

    private sealed class StoppingObserver(RunRecorder recorder, CancellationTokenSource stop, int? after) : ITrainingObserver
    {
        public void OnEpoch(EpochResult epoch, Network network) => recorder.OnEpoch(epoch, network);

        public void OnCheckpoint(TrainingCheckpoint checkpoint)
        {
            recorder.OnCheckpoint(checkpoint);
            if (checkpoint.Epoch == after)
                stop.Cancel();
        }
    }
}
