using System.Globalization;
using FilePath = System.IO.Path;

namespace Thimble.Lab;

/// <summary>How runs are called: the folder of a name, the name of a folder, and the runs that a folder holds.</summary>
internal static class RunNames
{
    private const int MaximumNamed = 10;

    /// <summary>The numbered runs in a folder, by their number; those that lost their experiment are left out.</summary>
    public static IEnumerable<string> RunsIn(string path) => Directory.Exists(path)
        ? Directory.EnumerateDirectories(path)
            .Where(run => NumberOf(run) > 0 && File.Exists(FilePath.Combine(run, "experiment.yaml")))
            .OrderBy(NumberOf)
        : [];

    /// <summary>A folder that is a run, or else the numbered runs in it, complete or not.</summary>
    public static IEnumerable<string> FoldersAt(string path) => IsRun(path)
        ? [path]
        : Directory.EnumerateDirectories(path).Where(run => NumberOf(run) > 0 && IsRun(run)).OrderBy(NumberOf);

    // The log is what claims a folder: it is there from the first moment on.
    private static bool IsRun(string path) =>
        File.Exists(FilePath.Combine(path, "log.txt")) || File.Exists(FilePath.Combine(path, "experiment.yaml"));

    /// <summary>The path that a name stands for: <c>part3/2</c> is the folder part3/002.</summary>
    public static string Numbered(string root, string name)
    {
        int number = NumberOf(name);
        string? parent = FilePath.GetDirectoryName(name);
        return FilePath.Combine(root, number > 0 && parent is not null ? FilePath.Combine(parent, $"{number:D3}") : name);
    }

    /// <summary>The short name of a run, or its path: a short name finds runs below the root alone; elsewhere it would be another run's, or nobody's.</summary>
    public static string NameOf(string path, string root)
    {
        string full = FilePath.GetFullPath(FilePath.TrimEndingDirectorySeparator(path));
        string name = $"{FilePath.GetFileName(FilePath.GetDirectoryName(full))}/{NumberOf(full)}";
        return NumberOf(full) > 0 && full == FilePath.GetFullPath(Numbered(root, name)) ? name : path;
    }

    /// <summary>The number that a run's folder is called by; 0 if it is called something else.</summary>
    public static int NumberOf(string path)
    {
        string last = FilePath.GetFileName(FilePath.TrimEndingDirectorySeparator(path));
        return int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
    }

    /// <summary>The error of a run that there is not: it names those that there are.</summary>
    public static InvalidInputException NoSuch(string pathOrName, string root)
    {
        string[] known = Directory.Exists(root)
            ? [.. Directory.EnumerateDirectories(root).Order(StringComparer.Ordinal).SelectMany(RunsIn).Select(run => NameOf(run, root))]
            : [];
        if (known.Length == 0)
            return new($"there is no run '{pathOrName}', and none in {root}; train one first") { Remedy = Remedy.TrainFirst };
        string list = string.Join(", ", known.Take(MaximumNamed));
        return new($"there is no run '{pathOrName}'; in {root} there are {list}{(known.Length > MaximumNamed ? ", …" : "")}");
    }
}
