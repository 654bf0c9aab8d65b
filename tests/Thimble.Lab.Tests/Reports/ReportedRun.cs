using Thimble.Diagnosis;
using Thimble.Training;

namespace Thimble.Lab.Tests.Reports;

/// <summary>A small run folder whose figures are made up, so that its report is the same everywhere.</summary>
internal static class ReportedRun
{
    private const string Yaml =
        """
        name: small
        target: 97% <in> 3 *epochs*
        explanation: |
          One convolution
          & the mean.

          | pipes | and <script>alert(1)</script>
        data: mnist
        input: [1, 28, 28]
        network:
          - conv2d: {out: 10, kernel: 3}
          - adaptive_avg_pool2d
        recipe:
          epochs: 3
          optimizer: {sgd: {learning_rate: 0.1}}
        budget: {accuracy: 97%, parameters_below: 100, epochs: 3}
        reference: {source: a book, parameters: 101, best_test_accuracy: 99%}
        """;

    /// <summary>Writes the folder.</summary>
    /// <param name="root">The folder of runs.</param>
    /// <param name="correct">How many of 100 test images each epoch gets right.</param>
    public static RunFolder Create(string root, params int[] correct)
    {
        Experiment experiment = Experiments.Read(Yaml);
        RunFolder folder = RunFolder.Create(experiment.Name, root: root);
        using var recorder = new RunRecorder(folder, experiment, Environment);
        var network = new Network(experiment.Network, seed: 1);
        var epochs = new List<EpochResult>();
        foreach (int count in correct)
        {
            epochs.Add(new(
                epochs.Count + 1, 9, 0.125, new(0.5 / (epochs.Count + 1), 54_000, 60_000), new(0.25, count, 100), 0.1,
                TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(0.5)));
            recorder.OnEpoch(epochs[^1], network);
        }

        if (correct.Length > 0)
        {
            KeepMistakes(recorder, correct[^1]);
            recorder.KeepStatistics(Statistics);
        }

        var result = new TrainingResult(TrainingStatus.Completed, epochs);
        recorder.Complete(result, Verdict.Judge(experiment.Budget, experiment.Network, result));
        return folder;
    }

    private static TrainingStatistics Statistics => new(
        [new("ReLU-2", "ReLU", [new(0, 0, 1), new(1, 0.5, 0.25), new(2, 0.5, 0)])],
        [new("Conv2d-1 weight", IsWeight: true, 0.2, 0.01, 0.0004), new("Conv2d-1 bias", IsWeight: false, 0.1, 0.02, 0.0008)],
        new(0.125, 4_900, 5_000), new(0.25, 95, 100), new(0.25, 96, 100))
    {
        Calibration = new(1.25, 0.031, 0.012, new("real", 100, 1), [new("empty", 1, 1), new("noise", 100, 75)]),
    };

    private static RunEnvironment Environment => new()
    {
        ThimbleVersion = "1.2.3",
        Runtime = ".NET 10",
        OperatingSystem = "<an> OS",
        Processor = "A & B",
        Cores = 2,
        Vectors = "256-bit vectors",
        Threads = 2,
        Seed = 1,
        DataName = "mnist",
        DataSource = "/secret/folder",
        Normalization = new([0.1307f], [0.3081f]),
        Train = new(60_000, "aaaabbbbccccdddd"),
        Evaluated = new(100, "eeeeffff00001111"),
        CommandLine = ["train", "small", "--out", "my run's"],
        Started = new(2001, 2, 3, 4, 5, 6, TimeSpan.Zero),
    };

    // Class after class in turn; the mistakes come first and are predicted as the next class.
    private static void KeepMistakes(RunRecorder recorder, int correct)
    {
        int wrong = 100 - correct;
        var images = new ImageDataset("mnist", "test", new(1, 2, 2), 10, new byte[400], [.. Enumerable.Range(0, 100).Select(index => (byte)(index % 10))]);
        float[] logits = new float[1000];
        for (int i = 0; i < 100; i++)
            logits[(i * 10) + ((i + (i < wrong ? 1 : 0)) % 10)] = 3 + (i * 0.01f);
        IReadOnlyList<Prediction> predictions = Prediction.All(logits, images);
        recorder.KeepPredictions(predictions);
        recorder.KeepMistakes(Mistake.Worst(logits, images, predictions));
    }
}
