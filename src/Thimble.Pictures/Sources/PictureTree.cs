namespace Thimble.Pictures;

/// <summary>What lies in a folder whose subfolders are of interest.</summary>
/// <param name="Folders">The subfolders, in the order of their names; hidden ones are left out.</param>
/// <param name="Oddities">What lies beside them and is not read; a line each.</param>
internal sealed record PictureTree(IReadOnlyList<string> Folders, IReadOnlyList<string> Oddities)
{
    // What systems and programs leave behind: archives from a Mac, thumbnails, version control.
    private static readonly string[] Debris = ["__MACOSX", "Thumbs.db", "desktop.ini"];

    /// <summary>Looks into a folder.</summary>
    public static PictureTree Of(string folder)
    {
        string[] folders = [.. Directory.EnumerateDirectories(folder).Where(IsMeant).Order(StringComparer.Ordinal)];
        int pictures = Directory.EnumerateFiles(folder).Where(IsMeant).Count(ClassFolder.IsPicture);
        return new(folders, pictures == 0 ? [] : [$"{folder}: {Counted(pictures, "picture")} beside the folders {(pictures == 1 ? "belongs" : "belong")} to no class and {(pictures == 1 ? "is" : "are")} left out"]);
    }

    /// <summary>Whether a file or folder is there on purpose.</summary>
    public static bool IsMeant(string path) =>
        Path.GetFileName(path) is var name && !name.StartsWith('.') && !Debris.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>A count of things, as in <c>1 picture</c> or <c>2 pictures</c>.</summary>
    public static string Counted(int count, string thing) => $"{count:N0} {thing}{(count == 1 ? "" : "s")}";
}
