using Thimble.Data;
using Thimble.Diagnosis;

namespace Thimble.Lab;

/// <summary>What is found out about a run on disk.</summary>
public static class RunFindings
{
    /// <summary>Everything that the rules find in the run's network, recipe and figures, the weightiest first.</summary>
    /// <param name="run">The run.</param>
    /// <param name="data">The data it was trained on, to look into the trained network; without it fewer things can be found.</param>
    /// <param name="threads">Threads to use, at least 1; the processor's count by default.</param>
    /// <exception cref="InvalidInputException">A file of the run is missing or damaged.</exception>
    public static IReadOnlyList<Finding> Of(RunFolder run, Dataset? data = null, int? threads = null)
    {
        Experiment experiment = run.LoadExperiment();
        return NetworkDiagnosis.Of(experiment.Network, experiment.Recipe, experiment.Budget);
    }
}
