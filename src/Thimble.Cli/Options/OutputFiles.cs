using System.CommandLine;
using Thimble.Lab.Yaml;

namespace Thimble.Cli.Options;

/// <summary>
/// Files that a command writes where the user says. One rule holds for all commands: what is there is replaced only with <c>--force</c>, and that
/// is known before the work begins. What cannot be replaced, such as a device or a pipe, is written to.
/// </summary>
internal static class OutputFiles
{
    /// <summary>Creates <c>--force</c>.</summary>
    public static Option<bool> CreateForce() => new("--force") { Description = "Replace files that are there already." };

    /// <summary>Checks that files can be written.</summary>
    /// <param name="overwrites">Whether those that are there are replaced.</param>
    /// <param name="files">The files; null is none.</param>
    /// <exception cref="InvalidInputException">One is there already, is named twice, or cannot be written.</exception>
    public static void Check(bool overwrites, params IEnumerable<string?> files)
    {
        var places = new HashSet<string>(StringComparer.Ordinal);
        foreach (string file in files.OfType<string>())
        {
            OutputPlace place = OutputPlace.Of(file);
            if (place.Kind == OutputKind.Stream)
                continue;
            if (!places.Add(Path.GetFullPath(place.Target)))
                throw new InvalidInputException($"{file}: two forms would be written into this one file; give each its own");
            if (!overwrites && place.Kind == OutputKind.File)
                throw new InvalidInputException($"{file}: this file is there already; give --force to replace it");
        }
    }

    /// <summary>What an experiment is called that is written to a file: as the file; null where that can be no name, or what is written to is no file.</summary>
    /// <param name="file">The file.</param>
    public static string? ExperimentName(string file) =>
        Path.GetFileNameWithoutExtension(file) is var stem && ExperimentReader.IsName(stem) && OutputPlace.Of(file).Kind != OutputKind.Stream ? stem : null;

    /// <summary>Checks that there is a folder for a file and that it can be written to, before work that takes a while.</summary>
    /// <param name="file">The file; null for none.</param>
    /// <exception cref="InvalidInputException">There is none, or it cannot be written to.</exception>
    public static void CheckFolderOf(string? file)
    {
        if (file is null || OutputPlace.Of(file) is var place && place.Kind == OutputKind.Stream)
            return;
        string folder = Path.GetDirectoryName(Path.GetFullPath(place.Target))!;
        if (!Directory.Exists(folder))
            throw new InvalidInputException($"{file}: there is no folder {folder}; make it, or choose another");
        Try(folder, file);
    }

    /// <summary>
    /// Checks that a folder can be made or written to: a training is not worth less for a folder that is mistyped, but it is lost.
    /// </summary>
    /// <param name="path">The folder; null for none.</param>
    /// <exception cref="InvalidInputException">Nothing can be written there.</exception>
    public static void CheckFolder(string? path)
    {
        if (path is null)
            return;
        string? there = Path.GetFullPath(path);
        while (there is not null && !Directory.Exists(there) && !File.Exists(there))
            there = Path.GetDirectoryName(there);
        if (there is null)
            throw new InvalidInputException($"{path}: there is no such drive; choose another folder");
        if (File.Exists(there))
            throw new InvalidInputException($"{path}: {there} is a file and no folder; choose another folder");
        Try(there, path);
    }

    // Rights and disks have more ways to refuse than can be asked for, so a file is made and taken away again.
    private static void Try(string folder, string path)
    {
        try
        {
            using var probe = new FileStream(
                Path.Combine(folder, $".{Environment.ProcessId}.tmp"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"{path}: cannot be written ({exception.Message}); choose a place that you may write to", exception);
        }
    }
}
