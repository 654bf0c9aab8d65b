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
        var classes = PictureClasses.Of(
            path,
            [.. from split in splits from one in split.Classes where one.HasPictures select (split.Split, one.Name, one.Path)],
            names => names.Order(StringComparer.Ordinal));
        PictureSplit[] pictures = [.. splits.Select(split => PictureSplit.OfClasses(split.Split, [.. classes.Names.Select(name => split.Classes.FirstOrDefault(one => one.Name == name)?.Pictures ?? [])]))];
        return new PictureContent(DataName, "pictures, a folder a class", path, pictures, classes.Shown)
        {
            Oddities = odd.Count > MostNamed ? [.. odd.Take(MostNamed), $"and {odd.Count - MostNamed} more notes"] : odd,
        };
    }
}
