using Thimble.Training;

namespace Thimble.Lab;

/// <summary>
/// A run that was stopped or cut off, with all that is needed to resume it. This process holds its lock until the object is disposed, or
/// until the resumed training has ended: no other process can train it meanwhile.
/// </summary>
public sealed class ResumableRun : IDisposable
{
    private IDisposable? _lock;

    private ResumableRun(IDisposable held, RunFolder folder)
    {
        _lock = held;
        Folder = folder;
        Experiment = folder.LoadExperiment();
        ExperimentText = RunText.ReadBytes(folder.ExperimentFile);
        if (File.Exists(folder.ResultFile))
            CheckIsStopped(folder);
        if (!File.Exists(folder.CheckpointFile))
        {
            throw new InvalidInputException(
                $"{folder.CheckpointFile}: there is no checkpoint: the run stopped before its first epoch was over, or this file, or the result.json of a finished run, is missing; train again");
        }

        Environment = folder.LoadEnvironment();
        (Checkpoint, Version) = CheckpointFile.Read(folder.CheckpointFile, ExperimentText);
        // A run that was cut off between an epoch's row and its checkpoint has a row too many; that epoch is trained again.
        Epochs = [.. folder.LoadEpochs().Take(Checkpoint.Epoch).Select(epoch => epoch.ToResult(Environment.Train.Images))];
        if (Epochs.Count != Checkpoint.Epoch)
        {
            throw new InvalidInputException(
                $"{folder.MetricsFile}: damaged: it has {Epochs.Count} epochs where the checkpoint is of epoch {Checkpoint.Epoch}; train again");
        }
    }

    /// <summary>Where it is kept.</summary>
    public RunFolder Folder { get; }

    /// <summary>The experiment as it was run.</summary>
    public Experiment Experiment { get; }

    /// <summary>Where and on what it ran.</summary>
    public RunEnvironment Environment { get; }

    /// <summary>The run after its last epoch.</summary>
    public TrainingCheckpoint Checkpoint { get; }

    /// <summary>What the epochs up to there brought.</summary>
    public IReadOnlyList<EpochResult> Epochs { get; }

    /// <summary>The version of Thimble that trained it so far.</summary>
    public string Version { get; }

    /// <summary>Whether the version that resumes it is the one that trained it: another version may compute other bits.</summary>
    public bool IsOfThisVersion => Version == RunEnvironment.CurrentVersion;

    /// <summary>The experiment's file as the checkpoint knows it.</summary>
    internal byte[] ExperimentText { get; }

    /// <summary>Takes a run for this process and then reads it.</summary>
    /// <exception cref="InvalidInputException">
    /// Another process is training it, it is finished, has no checkpoint, has been changed or is damaged, or its folder cannot be written to.
    /// </exception>
    public static ResumableRun Load(RunFolder folder)
    {
        IDisposable held = RunLock.Take(folder);
        try
        {
            return new(held, folder);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Lets the run go, unless a training has taken it over.</summary>
    public void Dispose()
    {
        _lock?.Dispose();
        _lock = null;
    }

    /// <summary>Hands the lock over to the training that resumes the run, once: after that, what was read here is out of date.</summary>
    /// <exception cref="InvalidOperationException">The run has been gone on with, or let go, already.</exception>
    internal IDisposable TakeLock()
    {
        IDisposable held = _lock ?? throw new InvalidOperationException($"{Folder.Name} was resumed already; load it again.");
        _lock = null;
        return held;
    }

    /// <summary>Checks that the data is what the run was trained on so far.</summary>
    /// <exception cref="InvalidInputException">It is not.</exception>
    public void CheckData(Dataset data)
    {
        if (data.Train.ContentHash != Environment.Train.ContentHash || data.Evaluated.ContentHash != Environment.Evaluated.ContentHash)
        {
            throw new InvalidInputException(
                $"{Folder.Name}: {data.Source} does not hold the images that the run was trained and evaluated on ({Environment.DataName}, "
                + $"{Environment.Train.Images:N0} and {Environment.Evaluated.Images:N0} images); give those, or train again");
        }
    }

    private static void CheckIsStopped(RunFolder folder)
    {
        switch (folder.LoadResult().Status)
        {
            case TrainingStatus.Completed:
                throw new InvalidInputException($"{folder.Name}: this run is finished, so there is nothing to resume; start a new run to train it again");
            case TrainingStatus.Diverged:
                throw new InvalidInputException($"{folder.Name}: this run diverged, and resuming would not change that; train again with a lower learning rate");
        }
    }
}
