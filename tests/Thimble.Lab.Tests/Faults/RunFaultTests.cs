using Thimble.Training;

namespace Thimble.Lab.Tests.Faults;

/// <summary>
/// A run whose disk fails, or whose process ends, at any change of a file: afterwards the folder holds no run, or one that is resumed to
/// the bits of a run that nothing happened to.
/// </summary>
public sealed class RunFaultTests : IDisposable
{
    private const string Yaml =
        """
        name: tiny
        data: files
        input: [1, 6, 6]
        network:
          - conv2d: {out: 2, kernel: 3}
          - batch_norm2d
          - relu
          - adaptive_avg_pool2d
          - flatten
          - linear: 3
        recipe:
          epochs: 3
          batch_size: 16
          optimizer: {sgd: {learning_rate: 0.1, momentum: 0.9}}
          weight_average: 0.9
        """;

    private static readonly Experiment Experiment = Experiments.Read(Yaml);
    private static readonly Dataset Data = new(Images("train", 32), Images("test", 24), new(0.5f, 0.3f), "a test");

    private readonly string _root = Directory.CreateTempSubdirectory("thimble-faults-").FullName;
    private readonly Dictionary<string, string> _whole;
    private readonly int _changes;
    private int _count;

    public RunFaultTests()
    {
        using var counting = new FaultyFileSystem(Fault.Fails, at: 0);
        ExperimentRun whole = ExperimentRun.Start(Experiment, Data, Options(counting, NewRoot()));
        (_whole, _changes) = (Contents(whole.Folder), counting.Changes);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData(Fault.Fails)]
    [InlineData(Fault.DiskIsFull)]
    [InlineData(Fault.ProcessEnds)]
    public void A_training_that_breaks_at_any_change_leaves_no_run_or_one_that_can_be_finished(Fault fault)
    {
        int finished = 0;
        int tried = 0;
        for (int at = 1 + ((int)fault % FaultyFileSystem.Step); at <= _changes; at += FaultyFileSystem.Step, tried++)
        {
            string root = NewRoot();
            using (var files = new FaultyFileSystem(fault, at))
                FaultyFileSystem.IsMetBy(fault, () => ExperimentRun.Start(Experiment, Data, Options(files, root)));
            finished += Finish(root) ? 1 : 0;
        }

        // Most changes come after the first epoch's checkpoint.
        Assert.InRange(finished, tried / 2, tried - 1);
    }

    [Theory]
    [InlineData(Fault.Fails)]
    [InlineData(Fault.DiskIsFull)]
    [InlineData(Fault.ProcessEnds)]
    public void A_resumed_training_that_breaks_at_any_change_can_be_finished(Fault fault)
    {
        int at = 1 + ((int)fault % FaultyFileSystem.Step);
        for (bool isBroken = true; isBroken; at += FaultyFileSystem.Step)
        {
            string root = NewRoot();
            StopAfterTheFirstEpoch(root);
            using var files = new FaultyFileSystem(fault, at);
            isBroken = FaultyFileSystem.IsMetBy(fault, () =>
            {
                using var stopped = ResumableRun.Load(RunFolder.Open("tiny", root).On(files));
                ExperimentRun.Resume(stopped, Data, new() { Threads = 1 });
            });
            files.Dispose();
            Assert.True(Finish(root));
        }

        Assert.InRange(at, 40, 2 * _changes);
    }

    /// <summary>Whether there is a run, after it has been looked at and resumed to its end.</summary>
    private bool Finish(string root)
    {
        RunCatalogue catalogue = RunCatalogue.Read(root);
        if (catalogue.Runs.Count == 0)
        {
            Assert.All(catalogue.Unreadable, line => Assert.EndsWith("train again", line));
            return false;
        }

        RecordedRun run = Assert.Single(catalogue.Runs);
        if (run.Result?.Status != TrainingStatus.Completed && !File.Exists(run.Folder.CheckpointFile))
        {
            Assert.InRange(run.Epochs.Count, 0, 1);
            Assert.EndsWith("train again", Assert.Throws<InvalidInputException>(() => ResumableRun.Load(run.Folder)).Message);
            return false;
        }

        if (run.Result?.Status != TrainingStatus.Completed)
        {
            using var stopped = ResumableRun.Load(run.Folder);
            ExperimentRun.Resume(stopped, Data, new() { Threads = 1 });
            Assert.DoesNotContain(Directory.GetFiles(run.Folder.Path), path => path.EndsWith(".tmp", StringComparison.Ordinal) || path == RunLock.FileOf(run.Folder));
            Assert.False(File.Exists(run.Folder.CheckpointFile));
        }

        Assert.Equal(_whole, Contents(run.Folder));
        return true;
    }

    private void StopAfterTheFirstEpoch(string root)
    {
        using var stop = new CancellationTokenSource();
        ExperimentRun.Start(Experiment, Data, Options(FileSystem.Disk, root), new StopAfterEpoch(stop), stop.Token);
    }

    private static ExperimentRunOptions Options(FileSystem files, string root) => new() { Root = root, Threads = 1, Files = files };

    private string NewRoot() => Directory.CreateDirectory(Path.Combine(_root, $"{_count++}")).FullName;

    // All that training brought: without times, and without what was said of interruptions.
    private static Dictionary<string, string> Contents(RunFolder folder) => new()
    {
        ["final"] = Convert.ToBase64String(File.ReadAllBytes(folder.WeightsFile(RunWeights.Final))),
        ["best"] = Convert.ToBase64String(File.ReadAllBytes(folder.WeightsFile(RunWeights.Best))),
        ["metrics"] = string.Join('\n', File.ReadAllLines(folder.MetricsFile).Select(line => string.Join(',', line.Split(',').Take(8)))),
        ["predictions"] = File.ReadAllText(folder.PredictionsFile),
        ["mistakes"] = File.ReadAllText(folder.MistakesFile),
        ["probe"] = File.ReadAllText(folder.StatisticsFile),
        ["result"] = File.ReadAllText(folder.ResultFile),
        ["experiment"] = File.ReadAllText(folder.ExperimentFile),
    };

    private static ImageDataset Images(string split, int count)
    {
        var random = new KeyedRandom(seed: 1, epoch: 0, sample: 0, place: split.Length);
        byte[] labels = [.. Enumerable.Range(0, count).Select(image => (byte)(image % 3))];
        byte[] pixels = [.. Enumerable.Range(0, count * 36).Select(pixel => (byte)((pixel / 36 % 3 * 60) + (random.Below(pixel, 90))))];
        return new("tiny", split, new(1, 6, 6), 3, pixels, labels);
    }
}
