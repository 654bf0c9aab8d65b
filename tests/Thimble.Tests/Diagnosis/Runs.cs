using Thimble.Diagnosis;
using Thimble.Evaluation;
using Thimble.Layers;
using Thimble.Networks;
using Thimble.Training;

namespace Thimble.Tests.Diagnosis;

/// <summary>Runs made up epoch by epoch.</summary>
internal static class Runs
{
    /// <summary>A run with such test accuracies, in percent, on 10,000 images.</summary>
    /// <param name="test">Test accuracies in percent.</param>
    /// <param name="training">Training accuracies in percent; as on the test images if null.</param>
    public static TrainedRun Of(double[] test, double[]? training = null) => new(
        Plans.Network(), Plans.Recipe, new Budget(), [.. test.Select((accuracy, i) => Epoch(i + 1, (training ?? test)[i], accuracy, 0.1))]);

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
