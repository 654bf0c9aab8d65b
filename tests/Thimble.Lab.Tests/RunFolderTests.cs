using System.Text.Json;
using Thimble.Training;

namespace Thimble.Lab.Tests;

public sealed class RunFolderTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("thimble-").FullName;
    private Experiment _experiment = Experiments.Read(Experiments.Small + "\nbudget: {accuracy: 97%, epochs: 3}");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Runs_of_an_experiment_are_numbered()
    {
        string[] names = [.. Enumerable.Range(0, 3).Select(_ => RunFolder.Create("small", root: _root).Name)];

        Assert.Equal(["small/1", "small/2", "small/3"], names);
        Assert.True(Directory.Exists(Path.Combine(_root, "small", "002")));
    }

    [Fact]
    public void A_number_is_never_used_again()
    {
        Directory.CreateDirectory(Path.Combine(_root, "small", "041"));

        Assert.Equal("small/42", RunFolder.Create("small", root: _root).Name);
    }

    [Fact]
    public void A_given_folder_must_be_absent_or_empty()
    {
        string given = Path.Combine(_root, "mine");
        RunFolder.Create("small", given);

        Assert.Equal(
            $"{given}: this folder is not empty, and nothing is overwritten; choose another folder",
            Refusal(() => RunFolder.Create("small", given)));
        Assert.Equal(
            $"{given}/log.txt: this is a file; choose another folder",
            Refusal(() => RunFolder.Create("small", Path.Combine(given, "log.txt"))));
        Assert.StartsWith(
            $"{given}/log.txt/deeper: no run can be kept here (", Refusal(() => RunFolder.Create("small", $"{given}/log.txt/deeper")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_to_is_refused_before_training()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "Rights do not bind this user.");
        string parent = Path.Combine(_root, "locked");
        Directory.CreateDirectory(parent);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(parent, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        Assert.EndsWith("; choose another folder", Refusal(() => RunFolder.Create("small", Path.Combine(parent, "a"))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_writes_what_is_needed_to_read_and_repeat_it()
    {
        RunFolder folder = Record(9600, 9800, 9700);

        Assert.Equal(
            ["best.safetensors", "environment.json", "experiment.yaml", "final.safetensors", "log.txt", "metrics.csv", "result.json"],
            Directory.GetFiles(folder.Path).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));
        Assert.Equal(
            [
                "epoch,train_loss,train_accuracy,test_loss,test_correct,test_count,test_accuracy,learning_rate,training_seconds,evaluation_seconds,images_per_second",
                "1,0.5,0.9,0.25,9600,10000,0.96,0.1,2.000,0.500,30000",
                "2,0.5,0.9,0.25,9800,10000,0.98,0.1,2.000,0.500,30000",
                "3,0.5,0.9,0.25,9700,10000,0.97,0.1,2.000,0.500,30000",
            ],
            File.ReadAllLines(folder.MetricsFile));
        Assert.Equal(
            [
                "hello",
                "Epoch=1 Loss=0.125 batch_id=937 Accuracy=90.00%", "Test set: Average loss: 0.2500, Accuracy: 9600/10000 (96.00%)",
                "Epoch=2 Loss=0.125 batch_id=937 Accuracy=90.00%", "Test set: Average loss: 0.2500, Accuracy: 9800/10000 (98.00%)",
                "Epoch=3 Loss=0.125 batch_id=937 Accuracy=90.00%", "Test set: Average loss: 0.2500, Accuracy: 9700/10000 (97.00%)",
                "Completed after 3 epochs",
                "met: accuracy: at least 97.00% — 97.00% (9,700 of 10,000) in the final epoch, 3: met exactly; best was 98.00% in epoch 2, picked by looking at the test images",
                "met: epochs: at most 3 — 3: met exactly",
            ],
            File.ReadAllLines(folder.LogFile));
    }

    [Fact]
    public void The_environment_names_the_data_by_its_content()
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(Record(9600).EnvironmentFile));
        JsonElement root = json.RootElement;

        Assert.Equal("256 bits", root.GetProperty("vectors").GetString());
        Assert.Equal(2, root.GetProperty("threads").GetInt32());
        Assert.Equal(1UL, root.GetProperty("seed").GetUInt64());
        Assert.Equal("2001-02-03T04:05:06+00:00", root.GetProperty("started").GetString());
        Assert.Equal("--threads", root.GetProperty("command_line")[2].GetString());
        Assert.Equal(Images().Train.ContentHash, root.GetProperty("data").GetProperty("train").GetProperty("sha256").GetString());
        Assert.NotEmpty(root.GetProperty("processor").GetString()!);
    }

    [Fact]
    public void The_result_tells_best_and_final_apart()
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(Record(9600, 9800, 9700).ResultFile));
        JsonElement root = json.RootElement;

        Assert.Equal("completed", root.GetProperty("status").GetString());
        Assert.True(root.GetProperty("budget_met").GetBoolean());
        Assert.Equal(3, root.GetProperty("final").GetProperty("epoch").GetInt32());
        Assert.Equal(2, root.GetProperty("best_by_test_accuracy").GetProperty("epoch").GetInt32());
        Assert.False(root.TryGetProperty("best_by_validation_accuracy", out _));
        Assert.Equal("accuracy", root.GetProperty("verdict")[0].GetProperty("name").GetString());
    }

    [Fact]
    public void A_run_without_an_epoch_has_a_result_and_no_weights()
    {
        RunFolder folder = Record();

        Assert.Contains("\"final\": null", File.ReadAllText(folder.ResultFile), StringComparison.Ordinal);
        Assert.Equal(
            $"{folder.WeightsFile(RunWeights.Final)}: there are no weights: the run stopped before its first epoch was over; train again",
            Refusal(() => folder.LoadNetwork()));
    }

    [Fact]
    public void Final_and_best_weights_are_those_of_their_epochs()
    {
        RunFolder folder = Record(9600, 9800, 9700);

        Assert.Equal(3f, folder.LoadNetwork().Values[0]);
        Assert.Equal(2f, folder.LoadNetwork(RunWeights.Best).Values[0]);
    }

    [Fact]
    public void A_number_that_another_process_takes_in_the_meantime_is_left_to_it()
    {
        RunFolder folder = RunFolder.Create("small", directory: null, _root, new DiskOfTwo());

        Assert.Equal("small/2", folder.Name);
        Assert.Equal("of another", File.ReadAllText(Path.Combine(_root, "small", "001", "log.txt")));
    }

    [Fact]
    public void The_files_of_weights_are_named_after_them_and_load_with_what_the_run_normalized_by()
    {
        RunFolder folder = Record(9600);

        Assert.Equal("best.safetensors", Path.GetFileName(folder.WeightsFile(RunWeights.Best)));
        Assert.Equal("final.safetensors", Path.GetFileName(folder.WeightsFile(RunWeights.Final)));
        Assert.Equal(Normalization.Mnist, folder.LoadTrained().Description.Normalization);
    }

    [Fact]
    public void Of_epochs_that_are_equally_good_the_first_is_the_best()
    {
        RunFolder folder = Record(9600, 9800, 9800);

        Assert.Equal(2f, folder.LoadNetwork(RunWeights.Best).Values[0]);
    }

    [Fact]
    public void Weights_say_which_run_and_epoch_they_are_of()
    {
        RunFolder folder = Record(9600, 9800, 9700);

        IReadOnlyDictionary<string, string> metadata = SafetensorsFile.Read(folder.WeightsFile(RunWeights.Best)).Metadata;

        Assert.Equal(RunEnvironment.CurrentVersion, metadata["thimble.version"]);
        Assert.Equal("small", metadata["thimble.experiment"]);
        Assert.Equal("2", metadata["thimble.epoch"]);
        Assert.Equal("1", metadata["thimble.seed"]);
        Assert.Equal("9800/10000", metadata["thimble.test_accuracy"]);
        Assert.Equal($"mnist test {Images().Evaluated.ContentHash}", metadata["thimble.data"]);
    }

    [Theory]
    [InlineData(TrainingStatus.Completed, false)]
    [InlineData(TrainingStatus.Diverged, false)]
    [InlineData(TrainingStatus.Cancelled, true)]
    public void Only_a_run_that_was_stopped_keeps_its_checkpoint(TrainingStatus status, bool isKept)
    {
        RunFolder folder = RunFolder.Create(_experiment.Name, root: _root);
        using (RunRecorder recorder = Recorder(folder))
        {
            File.WriteAllText(folder.CheckpointFile, "a checkpoint");
            recorder.Complete(new(status, [], "for a reason"), new([new("epochs", "at most 1", "2", false, "missed by 1")]));
        }

        Assert.Equal(isKept, File.Exists(folder.CheckpointFile));
        Assert.Equal([$"{status} after 0 epochs: for a reason", "missed: epochs: at most 1 — 2: missed by 1"], folder.LoadLog());
    }

    [Fact]
    public void The_runs_below_a_folder_are_those_with_a_number_in_its_order_and_folders_that_were_chosen()
    {
        foreach (string claimed in (string[])["b/002/log.txt", "b/010/experiment.yaml", "b/001/log.txt", "b/notes/log.txt", "b/000/log.txt", "b/003/other.txt", "a/log.txt", "c/deeper/001/log.txt"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_root, claimed))!);
            File.WriteAllText(Path.Combine(_root, claimed), "");
        }

        Assert.Equal([Path.Combine(_root, "a"), "b/1", "b/2", "b/10"], RunFolder.All(_root).Select(run => run.Name));
        Assert.Equal($"{_root}/none: there is no such folder of runs; name another, or train one first", Refusal(() => RunFolder.All($"{_root}/none")));
    }

    [Theory]
    [InlineData(10, "")]
    [InlineData(11, ", …")]
    public void At_most_ten_runs_are_named(int count, string rest)
    {
        foreach (int number in Enumerable.Range(1, count))
        {
            string run = Directory.CreateDirectory(Path.Combine(_root, "small", $"{number:D3}")).FullName;
            File.WriteAllText(Path.Combine(run, "experiment.yaml"), "");
        }

        string ten = string.Join(", ", Enumerable.Range(1, 10).Select(number => $"small/{number}"));
        Assert.Equal($"there is no run 'large'; in {_root} there are {ten}{rest}", Refusal(() => RunFolder.Open("large", _root)));
    }

    [Fact]
    public void Of_runs_that_cannot_be_judged_the_name_stands_for_the_greatest_number_that_has_an_experiment()
    {
        foreach (string file in (string[])["9/experiment.yaml", "010/experiment.yaml", "011/log.txt", "last/experiment.yaml"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_root, "small", file))!);
            File.WriteAllText(Path.Combine(_root, "small", file), "");
        }

        Assert.Equal(Path.Combine(_root, "small", "010"), RunFolder.Open("small", _root).Path);
        Assert.Equal("small/12", RunFolder.Create("small", root: _root).Name);
    }

    [Fact]
    public void A_result_that_is_not_there_means_that_the_run_is_not_over()
    {
        RunFolder folder = RunFolder.Create(_experiment.Name, root: _root);

        Assert.Equal($"{folder.ResultFile}: this file is missing: the run is not over, or it was cut off", Refusal(folder.LoadResult));
        Assert.Equal(
            $"{folder.StatisticsFile}: this file is missing: the trained network was not looked into; diagnose the run where its data is available",
            Refusal(folder.LoadStatistics));
    }

    [Fact]
    public void Two_cannot_record_the_same_run()
    {
        RunFolder folder = RunFolder.Create(_experiment.Name, root: _root);
        using (Recorder(folder))
            Assert.Equal("small/1: another process is training this run; wait for its end, or stop it", Refusal(() => Recorder(folder)));

        Recorder(folder).Dispose();
        Assert.False(File.Exists(RunLock.FileOf(folder)));
    }

    [Fact]
    public void A_lock_in_a_folder_that_is_gone_is_refused()
    {
        RunFolder folder = RunFolder.Create(_experiment.Name, root: _root);
        Directory.Delete(folder.Path, recursive: true);

        Assert.StartsWith($"{folder.Path}: cannot be written to (", Refusal(() => RunLock.Take(folder)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_is_opened_by_path_by_name_and_as_the_best_of_its_experiment()
    {
        RunFolder first = Record(9600);
        RunFolder second = Record(9700);

        Assert.Equal(first.Path, RunFolder.Open(first.Path).Path);
        Assert.Equal(first.Path, RunFolder.Open("small/1", _root).Path);
        Assert.Equal(first.Path, RunFolder.Open("small/001", _root).Path);
        Assert.Equal(second.Path, RunFolder.Open("small", _root).Path);
        Assert.Equal("small/2", RunFolder.Open("small", _root).Name);
        Assert.Equal("the best of 2 finished full runs of small (97.00%)", RunFolder.Open("small", _root).Reason);
        Assert.Null(RunFolder.Open("small/2", _root).Reason);
        Assert.Equal(_experiment.Recipe, second.LoadExperiment().Recipe);
    }

    [Fact]
    public void A_name_stands_for_the_best_finished_full_run_and_not_for_a_short_or_changed_one()
    {
        Record(9700);
        Record(9600);
        _experiment = Experiments.Read(Experiments.Small).Override(epochs: 1);
        Record(9900);
        _experiment = Experiments.Read(Experiments.Small) with { Data = _experiment.Data with { TrainImages = 7 } };
        Record(9900);
        _experiment = Experiments.Read(Experiments.Small) with { Changes = [new("recipe.optimizer.sgd.learning_rate", "0.2")] };
        RunFolder changed = Record(9900);

        Assert.Equal("small/1", RunFolder.Open("small", _root).Name);
        Assert.Equal("small/5", RunFolder.OpenLatest("small", _root).Name);
        Assert.Null(RunFolder.OpenLatest("small", _root).Reason);
        Assert.Equal(["recipe.epochs=1"], RunFolder.Open("small/3", _root).LoadEnvironment().Replaced);
        Assert.Equal(["data.train_images=7"], RunFolder.Open("small/4", _root).LoadEnvironment().Replaced);
        Assert.Empty(changed.LoadEnvironment().Replaced!);
    }

    [Fact]
    public void Without_a_finished_full_run_the_latest_answers_and_that_is_said()
    {
        _experiment = _experiment.Override(epochs: 7);
        Record(9700);
        RunFolder stopped = RunFolder.Create(_experiment.Name, root: _root);
        Recorder(stopped).Dispose();

        RunFolder run = RunFolder.Open("small", _root);

        Assert.Equal(("small/2", "the latest run of small, none of which is both finished and as the experiment says"), (run.Name, run.Reason));
    }

    [Fact]
    public void A_run_that_does_not_say_what_was_replaced_is_compared_with_the_built_in_experiment()
    {
        _experiment = ExperimentCatalogue.Load("sprint");
        Record(9600);
        _experiment = _experiment.Override(epochs: _experiment.Recipe.Epochs + 1);
        RunFolder longer = Record(9900);
        foreach (string file in (string[])[RunFolder.Open("sprint/1", _root).EnvironmentFile, longer.EnvironmentFile])
            File.WriteAllText(file, System.Text.RegularExpressions.Regex.Replace(File.ReadAllText(file), @"""replaced"": \[[^\]]*\]", "\"changes\": []"));

        Assert.Equal("sprint/1", RunFolder.Open("sprint", _root).Name);
    }

    [Fact]
    public void A_run_that_is_not_there_is_answered_with_those_that_are()
    {
        Assert.Equal(
            $"there is no run 'small', and none in {_root}; train one first",
            Refusal(() => RunFolder.Open("small", _root)));
        Record();
        Assert.Equal($"there is no run 'small/7'; in {_root} there are small/1", Refusal(() => RunFolder.Open("small/7", _root)));
    }

    [Fact]
    public void A_run_with_a_damaged_piece_says_which()
    {
        RunFolder folder = Record(9600);
        string weights = folder.WeightsFile(RunWeights.Final);
        File.WriteAllBytes(weights, File.ReadAllBytes(weights)[..^4]);
        Assert.StartsWith($"{weights}: not a sound safetensors file: ", Refusal(() => folder.LoadNetwork()), StringComparison.Ordinal);

        File.WriteAllText(folder.ExperimentFile, "name: small\n");
        Assert.StartsWith($"{folder.ExperimentFile}:1: the key '", Refusal(() => folder.LoadNetwork()), StringComparison.Ordinal);

        File.Delete(folder.ExperimentFile);
        Assert.Equal(
            $"{folder.ExperimentFile}: this file of the run is missing; put it back, or train again", Refusal(() => folder.LoadNetwork()));
    }

    [Fact]
    public void A_run_elsewhere_goes_by_its_path_and_not_by_the_name_of_another()
    {
        Record(9600);
        string elsewhere = Path.Combine(_root, "other", "small", "001");

        RunFolder run = RunFolder.Create("small", elsewhere, _root);

        Assert.Equal(elsewhere, run.Name);
        Assert.Equal("small/1", Assert.Single(RunFolder.All(Path.Combine(_root, "other"))).Name);
        Assert.Equal("small/1", RunFolder.Open(Path.Combine(_root, "small", "001/"), _root).Name);
    }

    [Fact]
    public void A_run_that_lost_a_file_says_which_and_not_that_it_is_no_run()
    {
        RunFolder folder = Record(9600);
        string weights = folder.WeightsFile(RunWeights.Best);
        File.Delete(weights);
        Assert.Equal($"{weights}: this file of the run is missing; put it back, or train again", Refusal(() => folder.LoadNetwork(RunWeights.Best)));

        File.Delete(folder.ExperimentFile);
        Assert.Equal($"{folder.ExperimentFile}: this file of the run is missing; put it back, or train again", Refusal(() => RunFolder.Open(folder.Path, _root)));
        Assert.Equal($"{folder.ExperimentFile}: this file of the run is missing; put it back, or train again", Refusal(() => RunFolder.Open("small/1", _root)));
    }

    private RunFolder Record(params int[] correct)
    {
        RunFolder folder = RunFolder.Create(_experiment.Name, root: _root);
        using RunRecorder recorder = Recorder(folder);
        recorder.Log("hello");
        var network = new Network(_experiment.Network, seed: 1);
        var epochs = new List<EpochResult>();
        foreach (int count in correct)
        {
            epochs.Add(new(
                epochs.Count + 1, 937, 0.125, new(0.5, 54_000, 60_000), new EvaluationResult(0.25, count, 10_000), 0.1,
                TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(0.5)));
            network.Values[0] = epochs.Count;
            recorder.OnEpoch(epochs[^1], network);
        }

        var result = new TrainingResult(TrainingStatus.Completed, epochs);
        recorder.Complete(result, Verdict.Judge(_experiment.Budget, _experiment.Network, result));
        return folder;
    }

    private RunRecorder Recorder(RunFolder folder) => new(
        folder, _experiment, RunEnvironment.Describe(_experiment, Images(), threads: 2, "256 bits", ["train", "small", "--threads", "2"], new FixedTime()));

    private static Dataset Images()
    {
        var images = new ImageDataset("mnist", "train", new(1, 28, 28), 10, new byte[784], [3]);
        return new(images, images, Normalization.Mnist, "a test");
    }

    private static string Refusal(Action action)
    {
        string message = Assert.ThrowsAny<InvalidInputException>(action).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }

    private static string Refusal(Func<object> action) => Refusal(() => { action(); });

    // Between the making of the first folder and its claim another process claims it.
    private sealed class DiskOfTwo : FileSystem
    {
        private bool _isTaken;

        public override void CreateDirectory(string path)
        {
            base.CreateDirectory(path);
            if (!_isTaken)
                File.WriteAllText(Path.Combine(path, "log.txt"), "of another");
            _isTaken = true;
        }
    }

    private sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2001, 2, 3, 4, 5, 6, TimeSpan.Zero);
    }
}
