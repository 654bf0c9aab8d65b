namespace Thimble.Lab;

/// <summary>A kept run, read: what was run, where, what each epoch brought and how it ended.</summary>
/// <param name="Folder">Where it is kept.</param>
/// <param name="Experiment">The experiment as it was run.</param>
/// <param name="Environment">Where and on what it ran.</param>
/// <param name="Epochs">The completed epochs, in order.</param>
/// <param name="Result">How it ended; null if it is still going on, or was ended from outside.</param>
public sealed record RecordedRun(
    RunFolder Folder, Experiment Experiment, RunEnvironment Environment, IReadOnlyList<RecordedEpoch> Epochs, RecordedResult? Result)
{
    /// <summary>The last completed epoch, if there is one.</summary>
    public RecordedEpoch? Final => Epochs.Count > 0 ? Epochs[^1] : null;

    /// <summary>The epoch with the highest accuracy, the first of equals; it was picked by looking at the images that it is judged on.</summary>
    public RecordedEpoch? Best => Epochs.MaxBy(epoch => epoch.Evaluation.Accuracy);

    /// <summary>The time that its epochs took.</summary>
    public TimeSpan Time => TimeSpan.FromSeconds(Epochs.Sum(epoch => epoch.Time.TotalSeconds));

    /// <summary>Reads those runs that can be read, and says of each other one in a line which file is wrong.</summary>
    internal static (IReadOnlyList<RecordedRun> Runs, IReadOnlyList<string> Unreadable) LoadAll(IEnumerable<RunFolder> folders)
    {
        var runs = new List<RecordedRun>();
        var unreadable = new List<string>();
        foreach (RunFolder folder in folders)
        {
            try
            {
                runs.Add(Load(folder));
            }
            catch (InvalidInputException reason)
            {
                unreadable.Add(reason.Message);
            }
        }

        return (runs, unreadable);
    }

    /// <summary>Reads a run.</summary>
    /// <exception cref="InvalidInputException">A file is missing or damaged; the message names it.</exception>
    public static RecordedRun Load(RunFolder folder) => new(
        folder,
        folder.LoadExperiment(),
        folder.LoadEnvironment(),
        folder.LoadEpochs(),
        File.Exists(folder.ResultFile) ? folder.LoadResult() : null);
}
