namespace Thimble.Lab;

/// <summary>All runs below a folder: those that can be read, oldest first, and those that cannot.</summary>
/// <param name="Runs">The runs, in the order in which they began.</param>
/// <param name="Unreadable">One line for each folder that is a run's but cannot be read: which file, and what is wrong.</param>
public sealed record RunCatalogue(IReadOnlyList<RecordedRun> Runs, IReadOnlyList<string> Unreadable)
{
    /// <summary>Reads every run below a folder.</summary>
    /// <param name="root">The folder that holds runs.</param>
    /// <exception cref="InvalidInputException">There is no such folder, or it may not be looked into.</exception>
    public static RunCatalogue Read(string root = RunFolder.DefaultRoot)
    {
        var runs = new List<RecordedRun>();
        var unreadable = new List<string>();
        foreach (RunFolder folder in RunFolder.All(root))
        {
            try
            {
                runs.Add(RecordedRun.Load(folder));
            }
            catch (InvalidInputException reason)
            {
                unreadable.Add(reason.Message);
            }
        }

        return new([.. runs.OrderBy(run => run.Environment.Started).ThenBy(run => run.Folder.Path, StringComparer.Ordinal)], unreadable);
    }
}
