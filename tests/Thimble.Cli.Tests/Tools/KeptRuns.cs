using Thimble.Diagnosis;
using Thimble.Lab;
using Thimble.Training;

namespace Thimble.Cli.Tests.Tools;

/// <summary>Run folders as training leaves them behind, with figures that a test chooses.</summary>
internal sealed class KeptRuns : IDisposable
{
    private const int ImageCount = 1000;
    private readonly TemporaryFolder _folder = new();
    private int _count;

    /// <summary>The folder that holds the runs.</summary>
    public string Root => _folder.Path;

    /// <summary>The folder, to be masked.</summary>
    public TemporaryFolder Folder => _folder;

    /// <summary>An experiment of the tests' own: the built-in ones change as better ones are found.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="channels">The channels of its convolution.</param>
    /// <param name="epochs">Its epochs.</param>
    /// <param name="recipe">More of its recipe, a line.</param>
    public Experiment Write(string name, int channels, int epochs = 3, string recipe = "label_smoothing: 0")
    {
        string path = Path.Combine(Root, $"{name}.yaml");
        File.WriteAllText(path, $$"""
            name: {{name}}
            data: mnist
            input: [1, 28, 28]
            network:
              - conv2d: {out: {{channels}}, kernel: 3}
              - relu
              - adaptive_avg_pool2d
              - flatten
              - linear: 10
            recipe:
              epochs: {{epochs}}
              optimizer:
                sgd: {learning_rate: 0.1}
              {{recipe}}
            budget: {accuracy: 98.5%, parameters_below: 1000}
            """);
        return ExperimentCatalogue.Load(path);
    }

    /// <summary>Keeps a run of so many right images an epoch.</summary>
    /// <param name="experiment">What was run.</param>
    /// <param name="correct">Right images of the 1,000, an epoch each.</param>
    /// <param name="split">What was evaluated.</param>
    /// <param name="wrong">Which images the final weights got wrong; the last ones if null.</param>
    /// <param name="isFinished">Whether it came to its end.</param>
    public RunFolder Add(Experiment experiment, int[] correct, string split = "test", IEnumerable<int>? wrong = null, bool isFinished = true)
    {
        var images = new ImageDataset("mnist", split, new(1, 28, 28), 10, new byte[ImageCount * 784], [.. new byte[ImageCount - 1], (byte)(split == "test" ? 1 : 2)]);
        var data = new Dataset(images, images, Normalization.Mnist, "a test");
        RunFolder folder = RunFolder.Create(experiment.Name, root: Root);
        RunEnvironment environment = RunEnvironment.Describe(experiment, data, 2, "vectors", [], TimeProvider.System) with
        {
            Started = new DateTimeOffset(2001, 2, 3, 4, 5, _count++, TimeSpan.Zero),
        };
        using var recorder = new RunRecorder(folder, experiment, environment);
        var network = new Network(experiment.Network, seed: 1);
        EpochResult[] epochs = [.. correct.Select((count, index) => Epoch(index + 1, count))];
        foreach (EpochResult epoch in epochs)
            recorder.OnEpoch(epoch, network);
        if (!isFinished)
            return folder;
        int[] mistakes = [.. wrong ?? Enumerable.Range(correct[^1], ImageCount - correct[^1])];
        recorder.KeepPredictions([.. Enumerable.Range(0, ImageCount).Select(i => new Prediction(i, 0, mistakes.Contains(i) ? 1 : 0, 0.5))]);
        recorder.KeepStatistics(Statistics);
        var result = new TrainingResult(TrainingStatus.Completed, epochs) { EvaluatedSplit = split };
        recorder.Complete(result, Verdict.Judge(experiment.Budget, experiment.Network, result));
        return folder;
    }

    /// <summary>Keeps a group of seeds, a run each from seed 1 on.</summary>
    /// <param name="experiment">What was run.</param>
    /// <param name="correct">Right images of the 1,000, a seed each.</param>
    /// <param name="first">The first seed.</param>
    public SeedGroup AddGroup(Experiment experiment, int[] correct, ulong first = 1)
    {
        ulong[] seeds = [.. correct.Select((_, index) => first + (ulong)index)];
        var group = SeedGroup.Begin(experiment.Name, seeds, root: Root);
        for (int i = 0; i < seeds.Length; i++)
            group = group.With(seeds[i], Add(experiment.Override(seed: seeds[i]), [correct[i]]));
        return group;
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    private static TrainingStatistics Statistics => new(
        [new("ReLU-2", "ReLU", [new(0, 0, 1), new(1, 0.5, 0.25)])],
        [new("Conv2d-1 weight", IsWeight: true, 0.2, 0.01, 0.0004), new("Linear-5 weight", IsWeight: true, 0.2, 0.5, 0.02)],
        new(0.125, 4_900, 5_000), new(0.25, 950, 1_000), BatchStatistics: null);

    private static EpochResult Epoch(int epoch, int correct) => new(
        epoch, 937, 0.125, new(0.5, 54_000, 60_000), new EvaluationResult(0.25, correct, ImageCount), 0.1f,
        TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(0.5));
}
