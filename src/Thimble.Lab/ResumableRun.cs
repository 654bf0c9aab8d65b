using Thimble.Training;

namespace Thimble.Lab;

/// <summary>A run that was stopped or cut off, with all that is needed to go on with it.</summary>
/// <param name="Folder">Where it is kept.</param>
/// <param name="Experiment">The experiment as it was run.</param>
/// <param name="Environment">Where and on what it ran.</param>
/// <param name="Checkpoint">The run behind its last epoch.</param>
/// <param name="Epochs">What the epochs up to there brought.</param>
/// <param name="Version">The version of Thimble that trained it so far.</param>
public sealed record ResumableRun(
    RunFolder Folder,
    Experiment Experiment,
    RunEnvironment Environment,
    TrainingCheckpoint Checkpoint,
    IReadOnlyList<EpochResult> Epochs,
    string Version)
{
    /// <summary>Whether it was trained by the version that goes on with it: another one may have other bits.</summary>
    public bool IsOfThisVersion => Version == RunEnvironment.CurrentVersion;

    /// <summary>Reads the run.</summary>
    /// <exception cref="InvalidInputException">It is finished, has no checkpoint, has been changed or is damaged.</exception>
    public static ResumableRun Load(RunFolder folder)
    {
        Experiment experiment = folder.LoadExperiment();
        RunEnvironment environment = folder.LoadEnvironment();
        if (File.Exists(folder.ResultFile))
            CheckIsStopped(folder);
        if (!File.Exists(folder.CheckpointFile))
        {
            throw new InvalidInputException(
                $"{folder.CheckpointFile}: there is no checkpoint: the run stopped before its first epoch was over, or this file, or the result.json of a finished run, is missing; train again");
        }

        (TrainingCheckpoint checkpoint, string version) = CheckpointFile.Read(folder.CheckpointFile, RunText.ReadBytes(folder.ExperimentFile));
        // A run that was cut off between an epoch's row and its checkpoint has a row too many; that epoch is trained again.
        EpochResult[] epochs = [.. folder.LoadEpochs().Take(checkpoint.Epoch).Select(epoch => epoch.ToResult(environment.Train.Images))];
        return epochs.Length == checkpoint.Epoch
            ? new(folder, experiment, environment, checkpoint, epochs, version)
            : throw new InvalidInputException(
                $"{folder.MetricsFile}: damaged: it has {epochs.Length} epochs where the checkpoint is of epoch {checkpoint.Epoch}; train again");
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
                throw new InvalidInputException($"{folder.Name}: the loss of this run was no longer a number, and resuming would not change that; train again with a lower learning rate");
        }
    }
}
