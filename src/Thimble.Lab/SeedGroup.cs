using System.Globalization;
using FilePath = System.IO.Path;

namespace Thimble.Lab;

/// <summary>An experiment that was trained with several seeds: which runs belong together.</summary>
/// <param name="Path">The record's file; its runs' folders are named from where it is.</param>
/// <param name="Name">The group's name for people and for <see cref="Find"/>: <c>part3/seeds-1</c>, or the folder that was chosen for it.</param>
/// <param name="Experiment">The experiment's name.</param>
/// <param name="Started">When it began.</param>
/// <param name="Seeds">The seeds that were asked for, in order, each with its run.</param>
public sealed record SeedGroup(string Path, string Name, string Experiment, DateTimeOffset Started, IReadOnlyList<SeedRun> Seeds)
{
    internal const string ChosenFile = "seeds.json";
    private const string NumberedPrefix = "seeds-";
    private const string Extension = ".json";

    /// <summary>Begins a group without runs: <c>runs/EXPERIMENT/seeds-NNN.json</c>, or <c>seeds.json</c> in the folder that is given.</summary>
    /// <param name="experimentName">The experiment's name.</param>
    /// <param name="seeds">The seeds that are asked for.</param>
    /// <param name="directory">The exact folder of its runs; null for the experiment's.</param>
    /// <param name="root">The folder that holds runs.</param>
    /// <param name="time">The clock.</param>
    /// <returns>The group; where the folder that is given has one of the same experiment, that one with the new seeds added.</returns>
    /// <exception cref="InvalidInputException">The folder cannot be written to, holds numbered runs, or has a group of another experiment.</exception>
    public static SeedGroup Begin(
        string experimentName, IReadOnlyList<ulong> seeds, string? directory = null, string root = RunFolder.DefaultRoot, TimeProvider? time = null)
    {
        string folder = directory ?? FilePath.Combine(root, experimentName);
        try
        {
            FileSystem.Disk.CreateDirectory(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"{folder}: no runs can be kept here ({exception.Message}); choose another folder", exception) { Remedy = Remedy.WriteElsewhere };
        }

        // Found by its folder's name, it would stand before the runs that are called so.
        if (directory is not null && RunNames.RunsIn(directory).Any())
            throw new InvalidInputException($"{directory}: this folder holds numbered runs, as that of an experiment does; choose another for a group of seeds") { Remedy = Remedy.WriteElsewhere };
        using IDisposable held = SeedGroupFile.Hold(folder);
        string path = directory is null
            ? FilePath.Combine(folder, $"{NumberedPrefix}{FilesIn(folder).Select(NumberOf).DefaultIfEmpty(0).Max() + 1:D3}{Extension}")
            : FilePath.Combine(folder, ChosenFile);
        SeedGroup? before = File.Exists(path) ? Load(path) : null;
        if (before is not null && before.Experiment != experimentName)
            throw new InvalidInputException($"{path}: this is a group of seeds of {before.Experiment}; choose another folder") { Remedy = Remedy.WriteElsewhere };
        SeedRun[] known = [.. before?.Seeds ?? []];
        var group = new SeedGroup(
            path, NameOf(path), experimentName, before?.Started ?? (time ?? TimeProvider.System).GetUtcNow(),
            [.. known, .. seeds.Where(seed => !known.Any(one => one.Seed == seed)).Select(seed => new SeedRun(seed, null))]);
        SeedGroupFile.Write(group);
        return group;
    }

    /// <summary>The group with a seed's run, on disk as well, where another process may have added its own meanwhile.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="run">Its run, which is below the record's folder.</param>
    /// <exception cref="ArgumentException">It is not.</exception>
    /// <exception cref="InvalidInputException">The record cannot be read or written.</exception>
    public SeedGroup With(ulong seed, RunFolder run)
    {
        string folder = FilePath.GetRelativePath(FilePath.GetFullPath(Folder), FilePath.GetFullPath(run.Path)).Replace('\\', '/');
        if (!SeedGroupFile.IsBeside(folder))
            throw new ArgumentException($"{run.Path} is not below {Folder}, where the group's record is.", nameof(run));
        using IDisposable held = SeedGroupFile.Hold(Folder);
        SeedGroup now = Load(Path);
        SeedGroup changed = now with { Seeds = [.. now.Seeds.Select(one => one.Seed == seed ? one with { Run = folder } : one)] };
        SeedGroupFile.Write(changed);
        return changed;
    }

    /// <summary>Refuses a training that is another one than the group's runs: their mean would be of nothing.</summary>
    /// <param name="experiment">What is to be trained.</param>
    /// <param name="data">On what.</param>
    /// <exception cref="InvalidInputException">It is another experiment, recipe or data; or a run cannot be read.</exception>
    public void CheckTakes(Experiment experiment, Dataset data)
    {
        foreach ((ulong seed, RunFolder run) in Runs())
        {
            RunEnvironment environment = run.LoadEnvironment();
            string? other = Text(run.LoadExperiment()) != Text(experiment) ? "network, recipe or settings"
                : environment.Train.ContentHash != data.Train.ContentHash || environment.Evaluated.ContentHash != data.Evaluated.ContentHash ? "images"
                : null;
            if (other is not null)
                throw new InvalidInputException($"{Path}: the run of seed {seed} has other {other}; choose another folder") { Remedy = Remedy.WriteElsewhere };
        }

        static string Text(Experiment one) => ExperimentWriter.Write(one with { Seed = 0 });
    }

    /// <summary>A seed's run; null if it was not begun, or is gone.</summary>
    public RunFolder? RunOf(ulong seed) => Runs().FirstOrDefault(one => one.Seed == seed).Run;

    /// <summary>The folders of the runs that were begun and are still there, with their seeds.</summary>
    public IReadOnlyList<(ulong Seed, RunFolder Run)> Runs() =>
    [
        .. Seeds.Where(one => one.Run is not null && File.Exists(FilePath.Combine(Folder, one.Run, "experiment.yaml")))
            .Select(one => (one.Seed, RunFolder.Open(FilePath.Combine(Folder, one.Run!), FilePath.GetDirectoryName(Folder) ?? ""))),
    ];

    /// <summary>Finds a group by its name, its record, or the folder that was chosen for it; null if there is none.</summary>
    /// <param name="pathOrName">The path or name.</param>
    /// <param name="root">The folder that holds runs.</param>
    /// <exception cref="InvalidInputException">The record is damaged.</exception>
    public static SeedGroup? Find(string pathOrName, string root = RunFolder.DefaultRoot)
    {
        string[] candidates =
        [
            pathOrName, FilePath.Combine(pathOrName, ChosenFile), FilePath.Combine(root, pathOrName, ChosenFile),
            .. NumberOf(pathOrName) is > 0 and var number
                ? [FilePath.Combine(root, FilePath.GetDirectoryName(pathOrName)!, $"{NumberedPrefix}{number:D3}{Extension}")]
                : Array.Empty<string>(),
        ];
        return candidates.FirstOrDefault(path => path.EndsWith(Extension, StringComparison.Ordinal) && File.Exists(path)) is { } found ? Load(found) : null;
    }

    /// <summary>Reads a group's record.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidInputException">The file is missing or damaged.</exception>
    public static SeedGroup Load(string path) => SeedGroupFile.Read(path, NameOf(path));

    /// <summary>The files of the groups below a folder of runs.</summary>
    /// <param name="root">The folder that holds runs.</param>
    internal static IReadOnlyList<string> FilesBelow(string root) => Directory.Exists(root)
        ? [.. FilesIn(root), .. Directory.EnumerateDirectories(root).Order(StringComparer.Ordinal).SelectMany(FilesIn)]
        : [];

    private string Folder => FilePath.GetDirectoryName(Path) is { Length: > 0 } folder ? folder : ".";

    private static IEnumerable<string> FilesIn(string folder) =>
        Directory.EnumerateFiles(folder, $"seeds*{Extension}").Where(path => NumberOf(path) > 0 || FilePath.GetFileName(path) == ChosenFile).Order(StringComparer.Ordinal);

    // A number is only unique in its folder: part3/seeds-1. A folder that was chosen has one group.
    private static string NameOf(string path) => NumberOf(path) is > 0 and var number
        ? $"{FilePath.GetFileName(FilePath.GetDirectoryName(FilePath.GetFullPath(path)))}/{NumberedPrefix}{number}"
        : FilePath.GetDirectoryName(path) is { Length: > 0 } folder ? folder : ".";

    private static int NumberOf(string path)
    {
        string name = FilePath.GetFileName(path);
        if (name.EndsWith(Extension, StringComparison.Ordinal))
            name = name[..^Extension.Length];
        return name.StartsWith(NumberedPrefix, StringComparison.Ordinal)
            && int.TryParse(name[NumberedPrefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
    }
}

/// <summary>A seed of a group.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Run">Its run's folder, from the record's; null if it was not begun.</param>
public sealed record SeedRun(ulong Seed, string? Run);
