using System.Text;
using Thimble.Diagnosis;

namespace Thimble.Pictures;

/// <summary>The folder of a class.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Pictures">Its picture files, in it and in folders below it, in the order of their paths.</param>
/// <param name="Oddities">What else is there; a line each.</param>
internal sealed record ClassFolder(string Path, IReadOnlyList<string> Pictures, IReadOnlyList<string> Oddities)
{
    private const int LongestName = 200;

    /// <summary>The class's name: the folder's.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>Whether there is a picture in it.</summary>
    public bool HasPictures => Pictures.Count > 0;

    /// <summary>Looks into a folder.</summary>
    public static ClassFolder Of(string folder, FolderWalk walk)
    {
        List<string> oddities = [];
        string[] files = [.. walk.FilesBelow(folder, oddities)];
        string[] pictures = [.. files.Where(PictureFile.HasExtension).Order(StringComparer.Ordinal)];
        int others = files.Length - pictures.Length;
        if (pictures.Length == 0)
            oddities.Add($"{folder}: there is no picture in this folder; it is not a class");
        else if (others > 0)
            oddities.Add($"{folder}: {Figures.Count(others, "file")} that {(others == 1 ? "is" : "are")} not named as {(others == 1 ? "a picture" : "pictures")}, such as {Shown(System.IO.Path.GetFileName(files.Where(file => !PictureFile.HasExtension(file)).Order(StringComparer.Ordinal).First()))}; left out");
        return new(folder, pictures, oddities);
    }

    /// <summary>
    /// A name as a class can be called by, which <see cref="NetworkDescription"/> takes: one line of whole characters, not too long, and not empty.
    /// </summary>
    public static string Shown(string name)
    {
        string line = HiddenCharacter.Printable(name).Trim();
        var shown = new StringBuilder();
        foreach (Rune rune in line.EnumerateRunes().TakeWhile(rune => shown.Length + rune.Utf16SequenceLength <= LongestName))
            shown.Append(rune.ToString());
        return shown.Length == 0 ? "?" : shown.ToString();
    }
}
