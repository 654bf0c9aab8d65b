using Thimble.Diagnosis;
using Thimble.Training;

namespace Thimble.Lab;

/// <summary>What is found out about a run on disk.</summary>
public static class RunFindings
{
    /// <summary>Everything that the rules find in the run's network, recipe and figures, the weightiest first.</summary>
    /// <param name="run">The run.</param>
    /// <param name="data">
    /// The data it was trained on, to look into the trained network again; without it what training kept of that is read.
    /// </param>
    /// <param name="threads">Threads to use, at least 1; the processor's count by default.</param>
    /// <exception cref="InvalidInputException">A file of the run is missing or damaged, or the data does not fit.</exception>
    public static IReadOnlyList<Finding> Of(RunFolder run, Dataset? data = null, int? threads = null) =>
        Of(run, data is null ? Kept(run) : Measured(run, data, threads));

    /// <summary>The same of what was measured on the trained network before.</summary>
    /// <param name="run">The run.</param>
    /// <param name="statistics">What was measured; without it fewer things can be found.</param>
    /// <exception cref="InvalidInputException">A file of the run is missing or damaged.</exception>
    internal static IReadOnlyList<Finding> Of(RunFolder run, TrainingStatistics? statistics)
    {
        Experiment experiment = run.LoadExperiment();
        int trainingImages = run.LoadEnvironment().Train.Images;
        EpochResult[] epochs = [.. run.LoadEpochs().Select(epoch => epoch.ToResult(trainingImages))];
        var trained = new TrainedRun(experiment.Network, experiment.Recipe, experiment.Budget, epochs, statistics) { Divergence = DivergenceOf(run) };
        return RunDiagnosis.Of(trained, new(experiment.Network, experiment.Recipe, experiment.Budget, Fitting(statistics?.Data, experiment)));
    }

    // A file that was changed by hand may speak of other classes.
    private static DataStatistics? Fitting(DataStatistics? data, Experiment experiment) => data?.Training.Count == experiment.Network.ClassCount ? data : null;

    private static string? DivergenceOf(RunFolder run) =>
        File.Exists(run.ResultFile) && run.LoadResult() is { Status: TrainingStatus.Diverged } result ? result.Reason ?? "The loss is no number any more" : null;

    private static TrainingStatistics? Kept(RunFolder run) => File.Exists(run.StatisticsFile) ? run.LoadStatistics() : null;

    private static TrainingStatistics? Measured(RunFolder run, Dataset data, int? threads)
    {
        if (run.LoadEpochs().Count == 0)
            return null;
        Experiment experiment = run.LoadExperiment();
        experiment.CheckFits(data);
        TrainingStatistics measured = NetworkProbe.Measure(run.LoadNetwork(), experiment.Recipe, data, threads);
        // Which labels may be wrong only the training has seen.
        return data.Train.ContentHash == run.LoadEnvironment().Train.ContentHash
            ? measured with { Data = measured.Data! with { Suspects = Kept(run)?.Data?.Suspects } }
            : measured;
    }
}
