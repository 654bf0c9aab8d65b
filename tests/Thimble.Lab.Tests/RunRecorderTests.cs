using System.Text.Json;
using Thimble.Training;

namespace Thimble.Lab.Tests;

/// <summary>What a run keeps of a training, epoch by epoch.</summary>
public sealed class RunRecorderTests : IDisposable
{
    private readonly RunsOnDisk _runs = new();

    public void Dispose() => _runs.Dispose();

    [Fact]
    public void A_run_writes_what_is_needed_to_read_and_repeat_it()
    {
        RunFolder folder = _runs.Record(9600, 9800, 9700);

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
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(_runs.Record(9600).EnvironmentFile));
        JsonElement root = json.RootElement;

        Assert.Equal("256 bits", root.GetProperty("vectors").GetString());
        Assert.Equal(2, root.GetProperty("threads").GetInt32());
        Assert.Equal(1UL, root.GetProperty("seed").GetUInt64());
        Assert.Equal("2001-02-03T04:05:06+00:00", root.GetProperty("started").GetString());
        Assert.Equal("--threads", root.GetProperty("command_line")[2].GetString());
        Assert.Equal(RunsOnDisk.Images().Train.ContentHash, root.GetProperty("data").GetProperty("train").GetProperty("sha256").GetString());
        Assert.NotEmpty(root.GetProperty("processor").GetString()!);
    }

    [Fact]
    public void The_result_tells_best_and_final_apart()
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(_runs.Record(9600, 9800, 9700).ResultFile));
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
        RunFolder folder = _runs.Record();

        Assert.Contains("\"final\": null", File.ReadAllText(folder.ResultFile), StringComparison.Ordinal);
        Assert.Equal(
            $"{folder.WeightsFile(RunWeights.Final)}: there are no weights: the run stopped before its first epoch was over; train again",
            RunsOnDisk.Refusal(() => folder.LoadNetwork()));
    }

    [Fact]
    public void Final_and_best_weights_are_those_of_their_epochs()
    {
        RunFolder folder = _runs.Record(9600, 9800, 9700);

        Assert.Equal(3f, folder.LoadNetwork().Values[0]);
        Assert.Equal(2f, folder.LoadNetwork(RunWeights.Best).Values[0]);
    }

    [Fact]
    public void The_files_of_weights_are_named_after_them_and_load_with_what_the_run_normalized_by()
    {
        RunFolder folder = _runs.Record(9600);

        Assert.Equal("best.safetensors", Path.GetFileName(folder.WeightsFile(RunWeights.Best)));
        Assert.Equal("final.safetensors", Path.GetFileName(folder.WeightsFile(RunWeights.Final)));
        Assert.Equal(Normalization.Mnist, folder.LoadTrained().Description.Normalization);
    }

    [Fact]
    public void The_environment_keeps_a_mean_and_a_deviation_for_each_channel()
    {
        RunFolder folder = _runs.Record(9600);
        RunEnvironment environment = folder.LoadEnvironment();
        string one = File.ReadAllText(folder.EnvironmentFile);
        var normalization = new Normalization([0.49f, 0.48f, 0.45f], [0.25f, 0.24f, 0.26f]);

        RunEnvironmentFile.Write(folder.EnvironmentFile, environment with { Normalization = normalization });

        string text = File.ReadAllText(folder.EnvironmentFile);
        Assert.Equal(normalization, folder.LoadEnvironment().Normalization);
        Assert.Contains("\"normalization\": {\n      \"mean\": 0.1307,\n      \"standard_deviation\": 0.3081\n    }", one, StringComparison.Ordinal);
        foreach ((string broken, string problem) in ((string, string)[])[
            ("0", "the normalization: standard_deviation is not above 0"), ("\"x\"", "standard_deviation is not a list of finite numbers"),
            ("0.1, 0.1", "the normalization has 3 of mean and 4 of standard_deviation")])
        {
            File.WriteAllText(folder.EnvironmentFile, text.Replace("0.26", broken));
            Assert.Contains(problem, RunsOnDisk.Refusal(folder.LoadEnvironment), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Of_epochs_that_are_equally_good_the_first_is_the_best()
    {
        RunFolder folder = _runs.Record(9600, 9800, 9800);

        Assert.Equal(2f, folder.LoadNetwork(RunWeights.Best).Values[0]);
    }

    [Fact]
    public void Weights_say_which_run_and_epoch_they_are_of()
    {
        RunFolder folder = _runs.Record(9600, 9800, 9700);

        IReadOnlyDictionary<string, string> metadata = SafetensorsFile.Read(folder.WeightsFile(RunWeights.Best)).Metadata;

        Assert.Equal(RunEnvironment.CurrentVersion, metadata["thimble.version"]);
        Assert.Equal("little", metadata["thimble.experiment"]);
        Assert.Equal("2", metadata["thimble.epoch"]);
        Assert.Equal("1", metadata["thimble.seed"]);
        Assert.Equal("9800/10000", metadata["thimble.test_accuracy"]);
        Assert.Equal($"mnist test {RunsOnDisk.Images().Evaluated.ContentHash}", metadata["thimble.data"]);
    }

    [Theory]
    [InlineData(TrainingStatus.Completed, false)]
    [InlineData(TrainingStatus.Diverged, false)]
    [InlineData(TrainingStatus.Cancelled, true)]
    public void Only_a_run_that_was_stopped_keeps_its_checkpoint(TrainingStatus status, bool isKept)
    {
        RunFolder folder = RunFolder.Create(_runs.Experiment.Name, root: _runs.Root);
        using (RunRecorder recorder = _runs.Recorder(folder))
        {
            File.WriteAllText(folder.CheckpointFile, "a checkpoint");
            recorder.Complete(new(status, [], "for a reason"), new([new("epochs", "at most 1", "2", false, "missed by 1")]));
        }

        Assert.Equal(isKept, File.Exists(folder.CheckpointFile));
        Assert.Equal([$"{status} after 0 epochs: for a reason", "missed: epochs: at most 1 — 2: missed by 1"], folder.LoadLog());
    }

    [Fact]
    public void Two_cannot_record_the_same_run()
    {
        RunFolder folder = RunFolder.Create(_runs.Experiment.Name, root: _runs.Root);
        using (_runs.Recorder(folder))
            Assert.Equal("little/1: another process is training this run; wait for its end, or stop it", RunsOnDisk.Refusal(() => _runs.Recorder(folder)));

        _runs.Recorder(folder).Dispose();
        Assert.False(File.Exists(RunLock.FileOf(folder)));
    }

    [Fact]
    public void A_lock_in_a_folder_that_is_gone_is_refused()
    {
        RunFolder folder = RunFolder.Create(_runs.Experiment.Name, root: _runs.Root);
        Directory.Delete(folder.Path, recursive: true);

        Assert.StartsWith($"{folder.Path}: cannot be written to (", RunsOnDisk.Refusal(() => RunLock.Take(folder)), StringComparison.Ordinal);
    }
}
