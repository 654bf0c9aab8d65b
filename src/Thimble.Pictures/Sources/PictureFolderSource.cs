namespace Thimble.Pictures;

/// <summary>
/// Folders of pictures, a folder a class, as torchvision's ImageFolder has them; with or without <c>train</c>, <c>val</c> and <c>test</c> above. Classes
/// are in the order of their names, pictures in that of their paths.
/// </summary>
internal sealed class PictureFolderSource : DataSource
{
    /// <summary>The name of such data in an experiment.</summary>
    public const string DataName = "pictures";

    private const int MostClasses = 256;
    private const int MostNamed = 3;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names => [DataName];

    /// <inheritdoc/>
    public override SourceContent? Recognize(string path)
    {
        if (!Directory.Exists(path))
            return null;
        try
        {
            PictureTree tree = PictureTree.Of(path);
            List<(string Split, string Folder)> splits =
            [
                .. from split in PictureSplit.Words
                   from folder in tree.Folders
                   where split.Words.Contains(System.IO.Path.GetFileName(folder).ToLowerInvariant())
                   select (split.Split, folder),
            ];
            return splits.Exists(split => split.Split == PictureSplit.Train) ? OfSplits(path, splits) : OfClasses(path, tree);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"{path}: cannot be looked into ({exception.Message}); check your rights", exception);
        }
    }

    private static PictureContent? OfClasses(string path, PictureTree tree)
    {
        ClassFolder[] classes = [.. tree.Folders.Select(ClassFolder.Of)];
        return classes.Any(one => one.Pictures.Count > 0) ? Content(path, [(PictureSplit.Train, classes)], tree.Oddities) : null;
    }

    private static PictureContent? OfSplits(string path, List<(string Split, string Folder)> folders)
    {
        if (folders.GroupBy(one => one.Split).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new InvalidInputException($"{path}: there are two folders for {twice.Key} pictures, {string.Join(" and ", twice.Select(one => System.IO.Path.GetFileName(one.Folder)))}; keep one of them");
        List<string> oddities = [];
        List<(string Split, ClassFolder[] Classes)> splits = [];
        foreach ((string split, string folder) in folders)
        {
            PictureTree tree = PictureTree.Of(folder);
            oddities.AddRange(tree.Oddities);
            ClassFolder[] classes = [.. tree.Folders.Select(ClassFolder.Of)];
            if (classes.Any(one => one.Pictures.Count > 0))
                splits.Add((split, classes));
        }

        return splits.Exists(one => one.Split == PictureSplit.Train) ? Content(path, splits, oddities) : null;
    }

    private static PictureContent Content(string path, List<(string Split, ClassFolder[] Classes)> splits, IEnumerable<string> oddities)
    {
        List<string> odd = [.. oddities, .. splits.SelectMany(split => split.Classes).SelectMany(one => one.Oddities)];
        string[] names = [.. splits[0].Classes.Where(one => one.Pictures.Count > 0).Select(one => one.Name)];
        foreach (ClassFolder stray in splits.Skip(1).SelectMany(split => split.Classes).Where(one => one.Pictures.Count > 0 && !names.Contains(one.Name)))
            throw new InvalidInputException($"{stray.Path}: no training picture is of this class; add some, or remove the folder");
        if (names.Length > MostClasses)
            throw new InvalidInputException($"{path}: there are {names.Length:N0} folders with pictures; at most {MostClasses} classes can be told apart");
        string[] shown = [.. names.Select(ClassFolder.Shown)];
        if (shown.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } alike)
            throw new InvalidInputException($"{path}: two folders would both be called '{alike.Key}'; rename one of them");
        PictureSplit[] pictures = [.. splits.Select(split => PictureSplit.OfClasses(split.Split, [.. names.Select(name => split.Classes.FirstOrDefault(one => one.Name == name)?.Pictures ?? [])]))];
        return new PictureContent(DataName, "pictures, a folder a class", pictures, names.Length)
        {
            Path = path,
            ClassNames = shown,
            Oddities = odd.Count > MostNamed ? [.. odd.Take(MostNamed), $"and {odd.Count - MostNamed} more of this kind"] : odd,
        };
    }
}
