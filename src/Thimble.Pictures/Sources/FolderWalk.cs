namespace Thimble.Pictures;

/// <summary>
/// Lists folders of pictures. Links to folders are not followed: one that leads back up would list every picture many times, and copies of a picture
/// could land on both sides of a held-out split. Links to files are read as the files that they lead to.
/// </summary>
/// <param name="mostFiles">The most files that are listed in all; <see cref="MostFiles"/> by default.</param>
internal sealed class FolderWalk(int mostFiles = FolderWalk.MostFiles)
{
    /// <summary>The most files that are listed: more of them would take gigabytes for their names alone.</summary>
    public const int MostFiles = 10_000_000;

    /// <summary>How many folders deep a class's pictures may be in its folder.</summary>
    public const int GreatestDepth = 8;

    // What systems and programs leave behind: archives from a Mac, thumbnails, version control.
    private static readonly string[] Debris = ["__MACOSX", "Thumbs.db", "desktop.ini"];

    // A folder that may not be read is an error, since its pictures would be missing silently.
    private static readonly EnumerationOptions Each = new() { IgnoreInaccessible = false, AttributesToSkip = FileAttributes.System };

    private readonly Dictionary<string, (string[] Files, string[] Folders)> _listed = [];
    private int _files;

    /// <summary>Whether a file or folder is there on purpose: not hidden, and not what a system left behind.</summary>
    public static bool IsMeant(string path) =>
        Path.GetFileName(path) is var name && !name.StartsWith('.') && !Debris.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The files of a folder itself, in no particular order.</summary>
    /// <exception cref="InvalidInputException">There are too many.</exception>
    public IReadOnlyList<string> FilesIn(string folder) => List(folder).Files;

    /// <summary>The folders in a folder, in the order of their names.</summary>
    /// <param name="folder">Where to look.</param>
    /// <param name="oddities">Gets a line for each linked folder, which is left out.</param>
    /// <exception cref="InvalidInputException">There are too many files beside them.</exception>
    public List<string> FoldersIn(string folder, List<string> oddities)
    {
        List<string> folders = [];
        foreach (string one in List(folder).Folders)
        {
            if (new DirectoryInfo(one).LinkTarget is null)
                folders.Add(one);
            else
                oddities.Add($"{one}: this folder is a link, which is not followed; its pictures are left out");
        }

        return folders;
    }

    /// <summary>The files of a folder and of those in it, down to <see cref="GreatestDepth"/>.</summary>
    /// <param name="folder">Where to begin.</param>
    /// <param name="oddities">Gets a line for each folder that is left out: linked, or too deep.</param>
    /// <exception cref="InvalidInputException">There are too many.</exception>
    public IEnumerable<string> FilesBelow(string folder, List<string> oddities)
    {
        var open = new Stack<(string Folder, int Depth)>([(folder, 0)]);
        while (open.TryPop(out (string Folder, int Depth) next))
        {
            foreach (string file in FilesIn(next.Folder))
                yield return file;
            List<string> inner = FoldersIn(next.Folder, oddities);
            if (next.Depth == GreatestDepth && inner.Count > 0)
                oddities.Add($"{next.Folder}: folders deeper than {GreatestDepth} are left out");
            else
                inner.ForEach(one => open.Push((one, next.Depth + 1)));
        }
    }

    // Once each, however often it is asked for: what is a class and what a split is known only when all has been seen.
    private (string[] Files, string[] Folders) List(string folder)
    {
        if (_listed.TryGetValue(folder, out (string[], string[]) known))
            return known;
        List<string> files = [];
        foreach (string file in Directory.EnumerateFiles(folder, "*", Each).Where(IsMeant))
        {
            if (++_files > mostFiles)
                throw new InvalidInputException($"{folder}: there are more than {mostFiles:N0} files up to here; give a folder with fewer");
            files.Add(file);
        }

        return _listed[folder] = ([.. files], [.. Directory.EnumerateDirectories(folder, "*", Each).Where(IsMeant).Order(StringComparer.Ordinal)]);
    }
}
