namespace Thimble.Lab;

/// <summary>All runs below a folder: those that can be read, oldest first, and those that cannot.</summary>
/// <param name="Runs">The runs, in the order in which they began.</param>
/// <param name="Unreadable">One line for each folder that is a run's but cannot be read: which file, and what is wrong.</param>
public sealed record RunCatalogue(IReadOnlyList<RecordedRun> Runs, IReadOnlyList<string> Unreadable)
{
    /// <summary>The groups of seeds, in the order in which they began; their runs are among <see cref="Runs"/>.</summary>
    public IReadOnlyList<RecordedGroup> Groups { get; init; } = [];

    /// <summary>Those runs that have every one of some tags, and the groups that have such a run.</summary>
    /// <param name="tags">The tags; without any it is every run.</param>
    public RunCatalogue WithTags(IReadOnlyList<string> tags)
    {
        bool Has(RecordedRun run) => tags.All(run.Environment.Tags.Contains);
        return tags.Count == 0 ? this : this with { Runs = [.. Runs.Where(Has)], Groups = [.. Groups.Where(group => group.Runs.Any(Has))] };
    }

    /// <summary>Reads every run below a folder.</summary>
    /// <param name="root">The folder that holds runs.</param>
    /// <exception cref="InvalidInputException">There is no such folder, or it may not be looked into.</exception>
    public static RunCatalogue Read(string root = RunFolder.DefaultRoot)
    {
        var unreadable = new List<string>();
        var groups = new List<(SeedGroup Group, IReadOnlyList<(ulong Seed, RunFolder Run)> Runs)>();
        IReadOnlyList<RunFolder> folders = RunFolder.All(root);
        foreach (string file in SeedGroup.FilesBelow(root))
        {
            try
            {
                var group = SeedGroup.Load(file);
                groups.Add((group, group.Runs()));
            }
            catch (InvalidInputException reason)
            {
                unreadable.Add(reason.Message);
            }
        }

        // A folder that was chosen for a group has runs that have no number.
        (IReadOnlyList<RecordedRun> runs, IReadOnlyList<string> others) = RecordedRun.LoadAll(
            folders.Concat(groups.SelectMany(one => one.Runs).Select(one => one.Run)).DistinctBy(run => Path.GetFullPath(run.Path)));
        unreadable.AddRange(others);
        Dictionary<string, RecordedRun> read = runs.ToDictionary(run => Path.GetFullPath(run.Folder.Path));
        return new([.. runs.OrderBy(run => run.Environment.Started).ThenBy(run => run.Folder.Path, StringComparer.Ordinal)], unreadable)
        {
            Groups =
            [
                .. groups.OrderBy(one => one.Group.Started).ThenBy(one => one.Group.Path, StringComparer.Ordinal)
                    .Select(one => new RecordedGroup(one.Group, [.. one.Runs.Select(run => read.GetValueOrDefault(Path.GetFullPath(run.Run.Path))).OfType<RecordedRun>()])),
            ],
        };
    }
}
