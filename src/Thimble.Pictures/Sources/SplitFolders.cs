namespace Thimble.Pictures;

/// <summary>
/// Folders named <c>train</c>, <c>val</c> or <c>test</c> with class folders in them. A class may be called <c>train</c> too, so names alone do not decide:
/// no other folder beside them may hold pictures, and every one of them that holds pictures must have class folders, or at least <c>train</c>.
/// </summary>
/// <param name="Classes">The splits that have pictures, in the order of <see cref="PictureSplit.Words"/>, and the class folders of each.</param>
/// <param name="Oddities">What is beside them and is left out; a line each.</param>
internal sealed record SplitFolders(IReadOnlyList<(string Split, ClassFolder[] Classes)> Classes, IReadOnlyList<string> Oddities)
{
    /// <summary>Finds them in a folder.</summary>
    /// <param name="path">The folder, for messages.</param>
    /// <param name="tree">What is in it.</param>
    /// <param name="walk">Lists folders.</param>
    /// <returns>The splits; null if the folders are classes.</returns>
    /// <exception cref="InvalidInputException">Two folders are for one split.</exception>
    public static SplitFolders? Find(string path, PictureTree tree, FolderWalk walk)
    {
        ILookup<string?, string> bySplit = tree.Folders.ToLookup(folder => PictureSplit.NameOf(Path.GetFileName(folder)));
        if (bySplit.All(same => same.Key is null))
            return null;
        ClassFolder[] beside = [.. bySplit[null].Select(folder => ClassFolder.Of(folder, walk))];
        if (beside.Any(one => one.HasPictures))
            return null;
        List<string> oddities = [.. tree.Oddities, .. beside.SelectMany(one => one.Oddities)];
        List<(string Split, string Folder, ClassFolder[] Classes)> found = [];
        List<string> unclassed = [];
        foreach ((string split, string folder) in PictureSplit.Words.SelectMany(words => bySplit[words.Split].Select(folder => (words.Split, folder))))
        {
            PictureTree inner = PictureTree.Of(folder, walk);
            ClassFolder[] classes = [.. inner.Folders.Select(one => ClassFolder.Of(one, walk))];
            oddities.AddRange(inner.Oddities);
            if (classes.Any(one => one.HasPictures))
                found.Add((split, folder, classes));
            else if (walk.FilesIn(folder).Any(PictureFile.HasExtension))
                unclassed.Add(folder);
            else
                oddities.Add($"{folder}: there is no picture in this folder; it is left out");
        }

        if (found.Count == 0 || (unclassed.Count > 0 && found[0].Split != Dataset.TrainName))
            return null;
        return found.GroupBy(one => one.Split).FirstOrDefault(same => same.Count() > 1) is { } twice
            ? throw new InvalidInputException($"{path}: there are two folders for {twice.Key} pictures, {string.Join(" and ", twice.Select(one => Path.GetFileName(one.Folder)))}; keep one of them")
            : new([.. found.Select(one => (one.Split, one.Classes))], oddities);
    }
}
