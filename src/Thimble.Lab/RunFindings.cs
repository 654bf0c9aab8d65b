using Thimble.Data;
using Thimble.Diagnosis;
using Thimble.Networks;
using Thimble.Training;

namespace Thimble.Lab;

/// <summary>What is found out about a run on disk.</summary>
public static class RunFindings
{
    /// <summary>Everything that the rules find in the run's network, recipe and figures, the weightiest first.</summary>
    /// <param name="run">The run.</param>
    /// <param name="data">The data it was trained on, to look into the trained network; without it fewer things can be found.</param>
    /// <param name="threads">Threads to use, at least 1; the processor's count by default.</param>
    /// <exception cref="InvalidInputException">A file of the run is missing or damaged, or the data does not fit.</exception>
    public static IReadOnlyList<Finding> Of(RunFolder run, Dataset? data = null, int? threads = null)
    {
        Experiment experiment = run.LoadExperiment();
        int trainingImages = run.LoadEnvironment().Train.Images;
        EpochResult[] epochs = [.. MetricsTable.Read(run.MetricsFile).Select(epoch => ResultOf(epoch, trainingImages))];
        TrainingStatistics? statistics = null;
        if (data is not null && epochs.Length > 0)
        {
            experiment.CheckFits(data);
            Network network = run.LoadNetwork();
            statistics = NetworkProbe.Measure(network, experiment.Recipe, data, threads);
        }

        IReadOnlyList<Finding> before = NetworkDiagnosis.Of(experiment.Network, experiment.Recipe, experiment.Budget);
        var trained = new TrainedRun(experiment.Network, experiment.Recipe, experiment.Budget, epochs, statistics);
        return Finding.Sorted(RunDiagnosis.Of(trained).Concat(before));
    }

    // A run's table says neither the last batch nor how many images its training accuracy is of.
    private static EpochResult ResultOf(RecordedEpoch epoch, int trainingImages) => new(
        epoch.Epoch,
        LastBatch: 0,
        LastLoss: double.NaN,
        new(epoch.TrainingLoss, (int)Math.Round(epoch.TrainingAccuracy * trainingImages), trainingImages),
        epoch.Evaluation,
        epoch.LearningRate,
        epoch.Time,
        EvaluationTime: TimeSpan.Zero);
}
