namespace Thimble.Pictures;

/// <summary>
/// Folders of pictures, a folder a class, as torchvision's ImageFolder has them; with or without <c>train</c>, <c>val</c> and <c>test</c> above. Classes
/// are in the order of their names; pictures in that of <see cref="PictureSplit.OfClasses"/>.
/// </summary>
internal sealed class PictureFolderSource : DataSource
{
    /// <summary>The name of such data in an experiment.</summary>
    public const string DataName = "pictures";

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
            var walk = new FolderWalk();
            PictureTree tree = PictureTree.Of(path, walk);
            SplitFolders? splits = SplitFolders.Find(path, tree, walk);
            if (splits is not null)
                return Content(path, splits.Classes, splits.Oddities);
            ClassFolder[] classes = [.. tree.Folders.Select(folder => ClassFolder.Of(folder, walk))];
            return classes.Any(one => one.HasPictures) ? Content(path, [(Dataset.TrainName, classes)], tree.Oddities) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"{path}: cannot be listed ({exception.Message.ReplaceLineEndings(" ")}); check your rights", exception);
        }
    }

    private static PictureContent Content(string path, IReadOnlyList<(string Split, ClassFolder[] Classes)> splits, IEnumerable<string> oddities)
    {
        List<string> odd = [.. oddities, .. splits.SelectMany(split => split.Classes).SelectMany(one => one.Oddities)];
        string[] names = NamesIn(path, splits);
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

    // The classes are those of the training pictures; where there are none to train on, those of all splits.
    private static string[] NamesIn(string path, IReadOnlyList<(string Split, ClassFolder[] Classes)> splits)
    {
        bool trains = splits[0].Split == Dataset.TrainName;
        string[] names =
        [
            .. splits.Take(trains ? 1 : splits.Count).SelectMany(split => split.Classes).Where(one => one.HasPictures)
                .Select(one => one.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        ];
        var known = names.ToHashSet(StringComparer.Ordinal);
        foreach (ClassFolder stray in splits.SelectMany(split => split.Classes).Where(one => one.HasPictures && !known.Contains(one.Name)))
            throw new InvalidInputException($"{stray.Path}: no training picture is of this class; add some, or remove the folder");
        return names.Length <= ClassFolder.MostClasses
            ? names
            : throw new InvalidInputException($"{path}: there are {names.Length:N0} folders with pictures; at most {ClassFolder.MostClasses} classes can be told apart");
    }
}
