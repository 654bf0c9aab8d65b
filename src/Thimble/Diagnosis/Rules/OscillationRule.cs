using Thimble.Statistics;
using Thimble.Training;

namespace Thimble.Diagnosis.Rules;

/// <summary>Test accuracies that jump from epoch to epoch by more than their noise: the learning rate is too high.</summary>
internal static class OscillationRule
{
    private const int Fewest = 4;
    private const double Wild = 2;

    public static IEnumerable<Finding> Find(TrainedRun run)
    {
        // The first half is left out: there the accuracy rises steeply, which is no oscillation.
        EpochResult[] epochs = [.. run.Epochs.Skip(run.Epochs.Count / 2)];
        if (epochs.Length < Fewest)
            yield break;
        double[] steps = [.. epochs.Zip(epochs.Skip(1), (one, next) => next.Evaluated.Accuracy - one.Evaluated.Accuracy)];
        double swing = new SampleStatistics(steps).StandardDeviation!.Value;
        // Two draws of test images would differ by this; the same images differ by less.
        double noise = Math.Sqrt(2) * epochs[^1].Evaluated.StandardError();
        string evidence = $"From epoch {epochs[0].Epoch} to {epochs[^1].Epoch} the test accuracy swings by {Figures.Points(swing)} from epoch to epoch "
            + $"(standard deviation); sampling alone would explain {Figures.Points(noise)}";
        yield return swing > Wild * noise
            ? new(
                "rate-too-high", "The test accuracy oscillates: the learning rate is too high at the end", evidence,
                Confidence.Likely, Severity.Problem, $"Let the rate, {epochs[^1].LearningRate:0.######} in the final epoch, fall by a factor of 10 or more before the end.")
            : new(
                "swings-within-noise", "The test accuracy does not swing more than sampling noise would", evidence,
                Confidence.Likely, Severity.Note);
    }
}
