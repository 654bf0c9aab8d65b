using Thimble.Training;

namespace Thimble.Lab.Tests;

/// <summary>An experiment run by a program: what the folder holds, and that a cancelled run resumes to the same bytes.</summary>
public sealed class ExperimentRunTests : IDisposable
{
    private const string Yaml =
        """
        name: tiny
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
          epochs: 3
          batch_size: 32
          optimizer: {sgd: {learning_rate: 0.1, momentum: 0.9}}
        budget: {epochs: 3}
        """;

    private static readonly Dataset Digits = SyntheticDigits.Create(trainCount: 96, testCount: 32);

    private readonly string _root = Directory.CreateTempSubdirectory("thimble-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void A_run_is_kept_with_its_result_predictions_mistakes_probe_and_event_file()
    {
        ExperimentRun run = ExperimentRun.Start(
            Experiments.Read(Yaml), Digits, new() { Root = _root, WritesEvents = true, CommandLine = ["my", "program"] });

        Assert.Equal(TrainingStatus.Completed, run.Result.Status);
        Assert.True(run.Verdict.Met);
        Assert.Equal(Path.Combine(_root, "tiny", "001"), run.Folder.Path);
        Assert.Equal(
            [
                "best.safetensors", "environment.json", "events.out.tfevents", "experiment.yaml", "final.safetensors", "log.txt",
                "metrics.csv", "mistakes.json", "predictions.csv", "probe.json", "result.json",
            ],
            FileNames(run.Folder));
        Assert.Equal(run.Verdict.Lines, run.Folder.LoadResult().Verdict.Lines);
        Assert.Equal(32, run.Folder.LoadPredictions().Count);
        Assert.Equal(["my", "program"], run.Folder.LoadEnvironment().CommandLine);
        Assert.Equal(96, run.Folder.LoadStatistics().TrainingImages.Count);
    }

    [Fact]
    public void What_the_network_recognizes_is_measured_and_kept_with_both_weights()
    {
        ExperimentRun run = ExperimentRun.Start(Experiments.Read(Yaml), Digits, new() { Root = _root, Threads = 1 });

        CalibrationMeasurement measured = run.Folder.LoadStatistics().Calibration!;
        Assert.Equal(32, measured.Real.Count);
        Assert.Equal(["empty", "noise", "smooth noise", "inverted", "two side by side"], measured.Foreign.Select(foreign => foreign.Name));
        Assert.All(measured.Foreign.Take(4), foreign => Assert.Equal(foreign.Count, foreign.Refused));
        foreach (RunWeights weights in Enum.GetValues<RunWeights>())
        {
            TrainedNetwork trained = run.Folder.LoadTrained(weights);
            Calibration calibration = trained.Description.Calibration!;
            using var evaluator = new Evaluator(trained.Network, threads: 1);
            Assert.Equal(calibration.Temperature, new CalibrationFit(Digits.Train, Digits.Evaluated, 10).Choose(evaluator.Logits(Digits.Evaluated, Digits.Normalization))!.Temperature);
            Assert.Contains("thimble.epoch", SafetensorsFile.Read(run.Folder.WeightsFile(weights)).Metadata);
        }
    }

    [Fact]
    public void A_cancelled_run_resumes_to_the_bytes_of_one_that_was_not()
    {
        ExperimentRun whole = ExperimentRun.Start(Experiments.Read(Yaml), Digits, new() { Root = _root, Threads = 1 });
        ExperimentRun cancelled = StartAndCancelAfterTheFirstEpoch();
        Assert.Equal(TrainingStatus.Cancelled, cancelled.Result.Status);
        Assert.Single(cancelled.Result.Epochs);

        using var stopped = ResumableRun.Load(cancelled.Folder);
        ExperimentRun resumed = ExperimentRun.Resume(stopped, Digits, new() { Threads = 2 });

        Assert.Equal(TrainingStatus.Completed, resumed.Result.Status);
        Assert.Equal(FileNames(whole.Folder), FileNames(resumed.Folder));
        foreach (RunWeights weights in Enum.GetValues<RunWeights>())
            Assert.Equal(File.ReadAllBytes(whole.Folder.WeightsFile(weights)), File.ReadAllBytes(resumed.Folder.WeightsFile(weights)));
        Assert.Equal(whole.Folder.LoadPredictions(), resumed.Folder.LoadPredictions());
    }

    [Fact]
    public void A_run_with_files_for_TensorBoard_has_more_of_them_when_it_is_resumed()
    {
        RunFolder folder = StartAndCancelAfterTheFirstEpoch(writesEvents: true).Folder;
        using var stopped = ResumableRun.Load(folder);

        ExperimentRun.Resume(stopped, Digits, new() { Threads = 1 });

        Assert.Equal(2, Directory.GetFiles(folder.Path, "events.out.tfevents.*").Length);
    }

    [Fact]
    public void What_cannot_be_trained_is_refused_before_a_folder_is_made()
    {
        Experiment experiment = Experiments.Read(Yaml);
        Refused(experiment with { Recipe = experiment.Recipe with { BatchSize = 0 } }, Digits);
        Refused(experiment with { Recipe = experiment.Recipe with { Schedule = new OwnSchedule() } }, Digits);
        var large = new ImageDataset("large", "train", new(1, 32, 32), 10, new byte[1024], [0]);
        Refused(experiment, new Dataset(large, large, Normalization.Mnist, "a test"));

        void Refused(Experiment impossible, Dataset data)
        {
            Assert.Throws<InvalidInputException>(() => ExperimentRun.Start(impossible, data, new() { Root = _root }));
            Assert.Empty(Directory.EnumerateFileSystemEntries(_root));
        }
    }

    [Fact]
    public void Other_data_is_refused_before_the_run_is_touched()
    {
        RunFolder folder = StartAndCancelAfterTheFirstEpoch().Folder;
        Dataset other = SyntheticDigits.Create(trainCount: 96, testCount: 32, seed: 9);
        var before = Contents(folder);
        using var run = ResumableRun.Load(folder);

        string message = Assert.Throws<InvalidInputException>(() => ExperimentRun.Resume(run, other)).Message;

        run.Dispose();
        Assert.Contains("give those, or train again", message);
        Assert.Equal(before, Contents(folder));
    }

    private ExperimentRun StartAndCancelAfterTheFirstEpoch(bool writesEvents = false)
    {
        using var stop = new CancellationTokenSource();
        return ExperimentRun.Start(
            Experiments.Read(Yaml), Digits, new() { Root = _root, Threads = 1, WritesEvents = writesEvents }, new StopAfterEpoch(stop), stop.Token);
    }

    private static Dictionary<string, string> Contents(RunFolder folder) =>
        Directory.EnumerateFiles(folder.Path).ToDictionary(path => path, path => Convert.ToHexString(File.ReadAllBytes(path)));

    // The seconds in an event file's name differ from run to run.
    private static string[] FileNames(RunFolder folder) =>
    [
        .. Directory.EnumerateFiles(folder.Path).Select(path => Path.GetFileName(path))
            .Select(name => name.StartsWith("events", StringComparison.Ordinal) ? "events.out.tfevents" : name)
            .Order(StringComparer.Ordinal),
    ];

    private sealed record OwnSchedule : Schedule
    {
        public override double LearningRate(ScheduleStep step, double baseRate) => baseRate;
    }
}
