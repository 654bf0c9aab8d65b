using Thimble.Networks;
using Thimble.Training;

namespace Thimble.Lab;

/// <summary>Keeps a run: writes its folder while it trains, so that a crash loses at most the epoch it fell into.</summary>
public sealed class RunRecorder : ITrainingObserver, IDisposable
{
    /// <summary>Writes what is known before training starts: the experiment, the environment, the heads of the logs.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="experiment">The experiment as resolved.</param>
    /// <param name="environment">Where it runs.</param>
    /// <exception cref="InvalidInputException">The folder cannot be written to.</exception>
    public RunRecorder(RunFolder folder, Experiment experiment, RunEnvironment environment) => throw new NotSupportedException();

    /// <inheritdoc/>
    public void OnEpoch(EpochResult epoch, Network network) => throw new NotSupportedException();

    /// <summary>Adds a line to the log.</summary>
    public void Log(string line) => throw new NotSupportedException();

    /// <summary>Writes how the run ended.</summary>
    public void Complete(TrainingResult result, Verdict verdict) => throw new NotSupportedException();

    /// <inheritdoc/>
    public void Dispose() => throw new NotSupportedException();
}
