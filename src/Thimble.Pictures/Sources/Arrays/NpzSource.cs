namespace Thimble.Pictures;

/// <summary>
/// A NumPy archive of images and labels: <c>x_train, y_train, x_test, y_test</c> as Keras has them, or <c>train_images, train_labels …</c> as MedMNIST has.
/// Images that are those of a known data set are that data set.
/// </summary>
internal sealed class NpzSource : DataSource
{
    /// <summary>The name of such data in an experiment.</summary>
    public const string DataName = "npz";

    // As the names of arrays have them.
    private static readonly (string Split, string Word)[] Splits = [(Dataset.TrainName, "train"), (Dataset.TestName, "test"), (StratifiedSplit.ValidationName, "val")];

    private static readonly (string Images, string Labels)[] Customs = [("x_{0}", "y_{0}"), ("{0}_images", "{0}_labels")];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names => [DataName];

    /// <inheritdoc/>
    public override SourceContent? Recognize(string path) =>
        Path.GetExtension(path).Equals(".npz", StringComparison.OrdinalIgnoreCase) && File.Exists(path) ? NpzFile.Open(path, file => ContentOf(path, file)) : null;

    private static PixelContent ContentOf(string path, NpzFile file)
    {
        IReadOnlyList<string> names = file.Names;
        (string Images, string Labels) custom = Customs.FirstOrDefault(custom => Splits.Any(split => names.Contains(Named(custom.Images, split.Word))));
        if (custom.Images is null)
            throw new InvalidInputException($"{path}: there is no array x_train (or train_images) in it, but {NamesInWords(names)}; name the arrays x_train, y_train, x_test and y_test");
        List<NpzSplit> splits = [];
        foreach ((string split, string word) in Splits)
        {
            if (file.Read(Named(custom.Images, word)) is not { } images)
                continue;
            NpyArray labels = file.Read(Named(custom.Labels, word))
                ?? throw new InvalidInputException($"{path}: there are images {Named(custom.Images, word)} and no labels {Named(custom.Labels, word)}; add them");
            (ImageLayout layout, byte[] pixels) = images.ToImages();
            byte[] classes = labels.ToLabels();
            if (classes.Length != layout.Count)
                throw new InvalidInputException($"{labels.Name}: {classes.Length:N0} labels for {layout.Count:N0} images; give one for each image");
            if (splits.Count > 0 && splits[0].Image != layout.Image)
                throw new InvalidInputException($"{images.Name}: its images are {InWords(layout.Image)}, but those for {splits[0].Split} are {InWords(splits[0].Image)}; all must have one size");
            splits.Add(new(split, layout.Image, pixels, classes));
        }

        return ContentOf(path, splits);
    }

    private static PixelContent ContentOf(string path, List<NpzSplit> splits)
    {
        int classes = 1 + splits.Max(split => split.Labels.Max());
        ImageDataset[] Images(string name) => [.. splits.Select(split => new ImageDataset(name, split.Split, split.Image, classes, split.Pixels, split.Labels))];
        ImageDataset[] images = Images(DataName);
        if (images is [{ Split: Dataset.TrainName } train, { Split: Dataset.TestName } test, ..] && KnownContent.Of(train, test) is { } known)
        {
            return new($"{known.Name}, in a NumPy archive", path, Images(known.Name), known.Normalization ?? Normalization.Of(images[0]), ClassNames.Of(known.Name, classes)) { Preparation = known.Preparation };
        }

        int[] counts = images[0].CountClasses();
        int[] absent = images[0].Split == Dataset.TrainName ? [.. Enumerable.Range(0, classes).Where(label => counts[label] == 0)] : [];
        return new("images, in a NumPy archive", path, images, Normalization.Of(images[0]), ClassNames.Of(DataName, classes))
        {
            Oddities = absent.Length == 0 ? [] : [$"no image to train on has the label {string.Join(", ", absent.Take(5))}{(absent.Length > 5 ? $" or {absent.Length - 5} others" : "")}, though there are labels up to {classes - 1}"],
        };
    }

    private static string Named(string custom, string split) => custom.Replace("{0}", split, StringComparison.Ordinal);

    private static string InWords(Shape shape) => $"{shape.Height}×{shape.Width} in {(shape.Channels == 1 ? "grey" : "colour")}";

    private static string NamesInWords(IReadOnlyList<string> names) => names.Count == 0
        ? "no array at all"
        : ClassFolder.Shown(string.Join(", ", names.Take(6))) + (names.Count > 6 ? ", …" : "");

    private sealed record NpzSplit(string Split, Shape Image, byte[] Pixels, byte[] Labels);
}
