namespace Thimble.Pictures;

/// <summary>
/// A NumPy archive of images and labels: <c>x_train, y_train, x_test, y_test</c> as Keras has them, or <c>train_images, train_labels …</c> as MedMNIST has.
/// Images that are those of a known data set are that data set.
/// </summary>
internal sealed class NpzSource : DataSource
{
    /// <summary>The name of such data in an experiment.</summary>
    public const string DataName = "npz";

    private static readonly string[] Splits = [Dataset.TrainName, Dataset.TestName, "val"];

    private static readonly (string Images, string Labels)[] Customs = [("x_{0}", "y_{0}"), ("{0}_images", "{0}_labels")];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names => [DataName];

    /// <inheritdoc/>
    public override SourceContent? Recognize(string path) =>
        Path.GetExtension(path).Equals(".npz", StringComparison.OrdinalIgnoreCase) && File.Exists(path) ? NpzFile.Open(path, file => ContentOf(path, file)) : null;

    private static PixelContent ContentOf(string path, NpzFile file)
    {
        IReadOnlyList<string> names = file.Names;
        (string Images, string Labels) custom = Customs.FirstOrDefault(custom => names.Contains(Named(custom.Images, Dataset.TrainName)));
        if (custom.Images is null)
            throw new InvalidInputException($"{path}: there is no array x_train (or train_images) in it, but {NamesInWords(names)}; name the arrays x_train, y_train, x_test and y_test");
        List<(ImageLayout Layout, byte[] Pixels, byte[] Labels, string Split)> splits = [];
        foreach (string split in Splits)
        {
            if (file.Read(Named(custom.Images, split)) is not { } images)
                continue;
            NpyArray labels = file.Read(Named(custom.Labels, split))
                ?? throw new InvalidInputException($"{path}: there are images {Named(custom.Images, split)} and no labels {Named(custom.Labels, split)}; add them");
            (ImageLayout layout, byte[] pixels) = images.ToImages();
            byte[] classes = labels.ToLabels();
            if (classes.Length != layout.Count)
                throw new InvalidInputException($"{labels.Name}: {classes.Length:N0} labels for {layout.Count:N0} images; give one an image");
            if (splits.Count > 0 && splits[0].Layout.Image != layout.Image)
                throw new InvalidInputException($"{images.Name}: its images are {InWords(layout.Image)}, but those to train on are {InWords(splits[0].Layout.Image)}; all must have one size");
            splits.Add((layout, pixels, classes, split == "val" ? StratifiedSplit.ValidationName : split));
        }

        return ContentOf(path, splits);
    }

    private static PixelContent ContentOf(string path, List<(ImageLayout Layout, byte[] Pixels, byte[] Labels, string Split)> splits)
    {
        int classes = 1 + splits.Max(split => split.Labels.Max());
        if (classes < 2)
            throw new InvalidInputException($"{path}: every label is 0; a classifier needs at least two classes");
        Shape shape = splits[0].Layout.Image;
        ImageDataset Images(int index, string name) => index < splits.Count
            ? new(name, splits[index].Split, shape, classes, splits[index].Pixels, splits[index].Labels)
            : new(name, Dataset.TestName, shape, classes, [], []);
        (ImageDataset train, ImageDataset evaluated) = (Images(0, DataName), Images(1, DataName));
        if (KnownContent.Of(train, evaluated) is { } known)
        {
            return new($"{known.Name}, in a NumPy archive", new(Images(0, known.Name), Images(1, known.Name), known.Normalization ?? Normalization.Of(train), path) { Preparation = known.Preparation });
        }

        int[] counts = train.CountClasses();
        int[] absent = [.. Enumerable.Range(0, classes).Where(label => counts[label] == 0)];
        return new("images, in a NumPy archive", new(train, evaluated, Normalization.Of(train), path))
        {
            Oddities = absent.Length == 0 ? [] : [$"no image to train on has the label {string.Join(", ", absent.Take(5))}{(absent.Length > 5 ? $" or {absent.Length - 5} others" : "")}, though there are labels up to {classes - 1}"],
        };
    }

    private static string Named(string custom, string split) => custom.Replace("{0}", split, StringComparison.Ordinal);

    private static string InWords(Shape shape) => $"{shape.Height}×{shape.Width} in {(shape.Channels == 1 ? "grey" : "colour")}";

    private static string NamesInWords(IReadOnlyList<string> names) => names.Count == 0
        ? "no array at all"
        : ClassFolder.Shown(string.Join(", ", names.Take(6))) + (names.Count > 6 ? ", …" : "");
}
