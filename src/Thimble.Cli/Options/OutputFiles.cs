using System.CommandLine;

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

    /// <summary>Checks that there is a folder for a file, before work that takes a while.</summary>
    /// <exception cref="InvalidInputException">There is none.</exception>
    public static void CheckFolder(string? file)
    {
        if (file is not null && Path.GetDirectoryName(Path.GetFullPath(OutputPlace.Of(file).Target)) is { } folder && !Directory.Exists(folder))
            throw new InvalidInputException($"{file}: the folder {folder} is not there; make it, or choose another place");
    }
}
