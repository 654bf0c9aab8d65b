using Thimble.Diagnosis;
using Thimble.Layers;
using Thimble.Tests.Networks;
using Thimble.Training;

namespace Thimble.Tests.Diagnosis;

/// <summary>Runs made up epoch by epoch.</summary>
internal static class Runs
{
    /// <summary>The assignment's run of its part 1.</summary>
    public static readonly TrainedRun Part1 = Of(
        [56.03, 98.06, 98.52, 98.76, 98.74, 99.06, 98.89, 99.05, 99.00, 99.00, 99.20, 99.14, 99.18, 99.18, 99.14],
        [11.78, 95.17, 98.67, 99.16, 99.34, 99.48, 99.59, 99.71, 99.76, 99.81, 99.85, 99.87, 99.88, 99.92, 99.89])
        .With(target: 98, network: AssignmentNetworks.Part1);

    /// <summary>The assignment's run of its part 2.</summary>
    public static readonly TrainedRun Part2 = Of(
        [96.12, 97.01, 97.65, 97.81, 97.90, 97.83, 98.28, 98.15, 98.09, 98.23, 98.33, 98.12, 98.32, 98.34, 98.51],
        [71.13, 78.37, 79.10, 79.97, 79.82, 79.87, 80.18, 80.33, 80.53, 80.64, 80.61, 80.61, 80.68, 80.64, 81.16])
        .With(target: 99, network: AssignmentNetworks.Part2);

    /// <summary>The assignment's run of its part 3.</summary>
    public static readonly TrainedRun Part3 = Of(
        [98.53, 98.88, 99.10, 99.11, 99.17, 99.23, 99.28, 99.23, 99.39, 99.25, 99.40, 99.49, 99.33, 99.37, 99.46],
        [90.11, 97.17, 97.68, 97.93, 98.10, 98.29, 98.35, 98.47, 98.46, 98.63, 98.64, 98.68, 98.83, 98.85, 98.82])
        .With(target: 99.4, network: AssignmentNetworks.Part3);

    /// <summary>A run with such test accuracies, in percent, on 10,000 images.</summary>
    /// <param name="test">Test accuracies in percent.</param>
    /// <param name="training">Training accuracies in percent; as on the test images if null.</param>
    public static TrainedRun Of(double[] test, double[]? training = null) => new(
        Plans.Network(), Plans.Recipe, new Budget(), [.. test.Select((accuracy, i) => Epoch(i + 1, (training ?? test)[i], accuracy, 0.1))]);

    /// <summary>A run with such accuracies, in percent, on <paramref name="count"/> images of each split.</summary>
    public static TrainedRun OnImages(int count, double[] percent) => Of([]) with
    {
        Epochs = [.. percent.Select((accuracy, i) => Epoch(i + 1, accuracy, accuracy, 0.1) with { Training = Images(accuracy, count), Evaluated = Images(accuracy, count) })],
    };

    public static EpochResult Epoch(int epoch, double training, double test, double rate, double loss = 0.1) => new(
        epoch, 0, 0, new EvaluationResult(loss, (int)Math.Round(training * 600), 60_000), Images(test), rate, TimeSpan.FromSeconds(1), TimeSpan.Zero);

    public static EvaluationResult Images(double percent, int count = 10_000) => new(0.1, (int)Math.Round(percent / 100 * count), count);

    /// <summary>Statistics in which nothing is wrong.</summary>
    public static TrainingStatistics Statistics { get; } = new(
        [Layer(new(1, 1, 0.5), new(1, 1.2, 0.4))],
        [new("Conv2d-1 weight", true, 0.2, 0.01, 0.0005), new("Conv2d-4 weight", true, 0.1, 0.005, 0.0002), new("Conv2d-4 bias", false, 0.1, 1, 0.05)],
        Images(98, 5000), Images(98, 2000), Images(98, 2000));

    public static LayerActivity Layer(params ChannelActivity[] channels) => new("ReLU-3", nameof(ReLU), channels);

    public static TrainedRun With(this TrainedRun run, double? target = null, NetworkDefinition? network = null, TrainingStatistics? statistics = null) => run with
    {
        Budget = target is null ? run.Budget : new Budget(Accuracy: target / 100),
        Network = network ?? run.Network,
        Statistics = statistics ?? run.Statistics,
    };

    public static IReadOnlyList<Finding> Find(this TrainedRun run, string id) => [.. RunDiagnosis.Of(run).Where(finding => finding.Id == id)];

    public static Finding FindOne(this TrainedRun run, string id) => Assert.Single(run.Find(id));
}
