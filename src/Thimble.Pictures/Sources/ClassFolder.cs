namespace Thimble.Pictures;

/// <summary>The folder of a class.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Pictures">Its picture files, in it and in folders below it, in the order of their paths.</param>
/// <param name="Oddities">What else lies there; a line each.</param>
internal sealed record ClassFolder(string Path, IReadOnlyList<string> Pictures, IReadOnlyList<string> Oddities)
{
    private const int GreatestDepth = 8;
    private const int LongestName = 200;

    /// <summary>The class's name: the folder's.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>Looks into a folder.</summary>
    public static ClassFolder Of(string folder)
    {
        var below = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            MaxRecursionDepth = GreatestDepth,
            // What may not be looked into is told, and not passed over.
            IgnoreInaccessible = false,
            AttributesToSkip = FileAttributes.System,
        };
        string[] files = [.. Directory.EnumerateFiles(folder, "*", below).Where(PictureTree.IsMeant)];
        string[] pictures = [.. files.Where(IsPicture).Order(StringComparer.Ordinal)];
        int others = files.Length - pictures.Length;
        List<string> oddities = [];
        if (pictures.Length == 0)
            oddities.Add($"{folder}: no picture is in this folder; it is no class");
        else if (others > 0)
            oddities.Add($"{folder}: {PictureTree.Counted(others, "file")} that {(others == 1 ? "is" : "are")} no picture by name, such as {System.IO.Path.GetFileName(files.First(file => !IsPicture(file)))}; left out");
        return new(folder, pictures, oddities);
    }

    /// <summary>Whether a file is a picture by the end of its name.</summary>
    public static bool IsPicture(string path) => PictureFile.Extensions.Contains(System.IO.Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>A folder's name as a class can be called by: in one line, and not too long.</summary>
    public static string Shown(string name)
    {
        string line = string.Concat(name.Select(character => char.IsControl(character) || character is '\u2028' or '\u2029' ? '?' : character)).Trim();
        return line.Length == 0 ? "?" : line.Length > LongestName ? line[..LongestName] : line;
    }
}
