using Thimble.Diagnosis;

namespace Thimble.Pictures;

/// <summary>What is in a folder whose subfolders are of interest.</summary>
/// <param name="Folders">The subfolders, in the order of their names; hidden ones are left out.</param>
/// <param name="Oddities">What is beside them and is not read; a line each.</param>
internal sealed record PictureTree(IReadOnlyList<string> Folders, IReadOnlyList<string> Oddities)
{
    /// <summary>Looks into a folder.</summary>
    public static PictureTree Of(string folder, FolderWalk walk)
    {
        List<string> oddities = [];
        List<string> folders = walk.FoldersIn(folder, oddities);
        int pictures = walk.FilesIn(folder).Count(PictureFile.HasExtension);
        if (pictures > 0)
            oddities.Add($"{folder}: {Figures.Count(pictures, "picture")} beside the folders {(pictures == 1 ? "belongs" : "belong")} to no class and {(pictures == 1 ? "is" : "are")} left out");
        return new(folders, oddities);
    }
}
