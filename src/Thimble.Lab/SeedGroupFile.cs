namespace Thimble.Lab;

/// <summary>A group of seeds, as a JSON file.</summary>
internal static class SeedGroupFile
{
    private const int MostSeeds = 100_000;

    /// <summary>Writes a group.</summary>
    /// <exception cref="InvalidInputException">The file cannot be written.</exception>
    public static void Write(SeedGroup group, FileSystem? files = null) => JsonFile.Write(
        group.Path,
        new SeedGroupJson(group.Experiment, group.Started, [.. group.Seeds.Select(one => new SeedRunJson(one.Seed) { Run = one.Run })]),
        RunJsonContext.Default.SeedGroupJson,
        files);

    /// <summary>Waits until no other process changes the groups of a folder; dispose what comes back to let it go.</summary>
    /// <exception cref="InvalidInputException">The folder cannot be written to.</exception>
    public static IDisposable Hold(string folder)
    {
        try
        {
            return Task.Run(() => FolderLock.TakeAsync(folder, CancellationToken.None)).GetAwaiter().GetResult();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"{folder}: cannot be written to ({exception.Message}); choose another folder", exception) { Remedy = Remedy.WriteElsewhere };
        }
    }

    /// <summary>Whether a run's folder, as the record names it, is below the record's.</summary>
    public static bool IsBeside(string run) =>
        run.Length > 0 && !Path.IsPathRooted(run) && !run.Contains('\0', StringComparison.Ordinal) && !run.Split('/', '\\').Contains("..");

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">The group's name.</param>
    /// <exception cref="InvalidInputException">The file is missing or damaged.</exception>
    public static SeedGroup Read(string path, string name) => JsonFile.Read(
        path, RunJsonContext.Default.SeedGroupJson, json => new SeedGroup(path, name, json.Experiment, json.Started, Checked(json)), "this is no group");

    private static SeedRun[] Checked(SeedGroupJson json)
    {
        SeedRun[] seeds = [.. JsonFile.Complete(json.Seeds).Select(one => new SeedRun(one.Seed, one.Run))];
        if (seeds.Length is 0 or > MostSeeds || seeds.DistinctBy(one => one.Seed).Count() < seeds.Length)
            throw new FormatException("it has no seed, too many, or one of them twice");
        // It names folders beside it: anything else would be somebody else's.
        return seeds.FirstOrDefault(one => one.Run is { } run && !IsBeside(run)) is { } stray
            ? throw new FormatException($"the run of seed {stray.Seed} is no folder beside it")
            : seeds;
    }
}

/// <summary>seeds-NNN.json.</summary>
internal sealed record SeedGroupJson(string Experiment, DateTimeOffset Started, IReadOnlyList<SeedRunJson> Seeds);

/// <summary>A seed in seeds-NNN.json.</summary>
internal sealed record SeedRunJson(ulong Seed)
{
    // Not there until the seed's training has begun.
    public string? Run { get; init; }
}
