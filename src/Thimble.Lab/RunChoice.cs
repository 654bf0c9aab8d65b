using Thimble.Training;

namespace Thimble.Lab;

/// <summary>
/// Which of an experiment's runs its name stands for: the best that was trained to the end as the experiment says. A run of one epoch, or of a few
/// images, never answers for the experiment.
/// </summary>
internal static class RunChoice
{
    /// <summary>Chooses a run.</summary>
    /// <param name="experiment">The experiment's name, for the reason.</param>
    /// <param name="runs">Its runs, the oldest first; at least one.</param>
    /// <returns>The run, and why it is that one.</returns>
    public static (RunFolder Run, string Reason) Of(string experiment, IReadOnlyList<RunFolder> runs)
    {
        (RunFolder Run, double Accuracy)[] full = [.. runs.Select(run => (Run: run, Accuracy: AccuracyIfFull(run))).Where(one => one.Accuracy is not null).Select(one => (one.Run, one.Accuracy!.Value))];
        if (full.Length == 0)
            return (runs[^1], $"the latest run of {experiment}, none of which is both finished and as the experiment says");
        (RunFolder best, double accuracy) = full.MaxBy(one => one.Accuracy);
        return (best, full.Length == 1
            ? $"the finished full run of {experiment} ({accuracy:0.00%})"
            : $"the best of {full.Length} finished full runs of {experiment} ({accuracy:0.00%})");
    }

    // What cannot be read answers for nothing.
    private static double? AccuracyIfFull(RunFolder run)
    {
        try
        {
            return File.Exists(run.ResultFile) && run.LoadResult().Status == TrainingStatus.Completed && IsAsWritten(run) ? run.LoadEpochs()[^1].Evaluation.Accuracy : null;
        }
        catch (Exception exception) when (exception is InvalidInputException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    private static bool IsAsWritten(RunFolder run)
    {
        RunEnvironment environment = run.LoadEnvironment();
        if (environment.Changes.Count > 0 || environment.Replaced is { Count: > 0 })
            return false;
        // Of a built-in experiment it is known what it says, whatever a file of the same name had.
        return run.LoadExperiment() is var experiment && (!ExperimentCatalogue.Names.Contains(experiment.Name) || IsTheSame(ExperimentCatalogue.Load(experiment.Name), experiment));
    }

    // Network and recipe; what is told of it, or asked of it, may have changed since.
    private static bool IsTheSame(Experiment builtIn, Experiment run) =>
        !ReplacedSettings.Between(builtIn, run).Any()
        && ExperimentWriter.Write(builtIn) == ExperimentWriter.Write(builtIn with { Network = run.Network, Recipe = run.Recipe });
}
