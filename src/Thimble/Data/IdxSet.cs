namespace Thimble;

/// <summary>The IDX files of a data set, read and found to fit together: images and labels, of training and test or of one of them.</summary>
internal sealed class IdxSet
{
    /// <summary>The customary file names; each may carry <c>.gz</c>.</summary>
    public static readonly IReadOnlyList<string> FileNames =
    [
        "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte",
    ];

    private IdxSet(string folder, IReadOnlyList<IdxFile?> files)
    {
        Folder = folder;
        Files = files;
    }

    /// <summary>Where the files are.</summary>
    public string Folder { get; }

    /// <summary>In the order of <see cref="FileNames"/>; null for those of a split that is not there.</summary>
    public IReadOnlyList<IdxFile?> Files { get; }

    /// <summary>The customary name of a file.</summary>
    public static string NameOf(DatasetSplits split, bool holdsImages) => FileNames[(split == DatasetSplits.Train ? 0 : 2) + (holdsImages ? 0 : 1)];

    /// <summary>The path of a file, plain before compressed; null if the folder has neither.</summary>
    public static string? FindFile(string folder, string fileName)
    {
        string plain = Path.Combine(folder, fileName);
        if (File.Exists(plain))
            return plain;
        return File.Exists(plain + ".gz") ? plain + ".gz" : null;
    }

    /// <summary>The names of the files that a folder lacks.</summary>
    public static IReadOnlyList<string> Missing(string folder) =>
        [.. FileNames.Where(name => FindFile(folder, name) is null)];

    /// <summary>Whether a file of this name holds images.</summary>
    public static bool HoldsImages(string fileName) => fileName.Contains("images", StringComparison.Ordinal);

    /// <summary>Reads a file as what its name says.</summary>
    public static IdxFile ReadFile(string path, string fileName) =>
        HoldsImages(fileName) ? IdxFile.ReadImages(path) : IdxFile.ReadLabels(path);

    /// <summary>Reads the files of a set.</summary>
    /// <exception cref="InvalidInputException">A file is damaged, or they do not fit together.</exception>
    public static IdxSet Read(IdxPaths paths)
    {
        IdxFile?[] files = [.. paths.Files.Select((path, index) => path is null ? null : ReadFile(path, FileNames[index]))];
        CheckCounts(files[0], files[1]);
        CheckCounts(files[2], files[3]);
        if (files[0] is { } train && files[2] is { } test && (train.Channels, train.Height, train.Width) != (test.Channels, test.Height, test.Width))
            throw new InvalidInputException($"{test.Path}: its images are {SizeOf(test)}, but those of {train.Path} are {SizeOf(train)}; training and test images must have one size.");
        return new IdxSet(paths.Folder, files);
    }

    /// <summary>Makes the data set; a split that is not there has no images.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="classCount">Its classes; null for one more than the greatest label.</param>
    /// <param name="normalization">Null to measure it on the training images.</param>
    /// <param name="preparation">How a picture becomes an image such as these.</param>
    /// <param name="leastClasses">The number of classes that are known to be told apart, whatever the labels are.</param>
    /// <exception cref="InvalidInputException">All labels are the same class.</exception>
    public Dataset ToDataset(string name, int? classCount, Normalization? normalization, PicturePreparation preparation, int leastClasses = 0)
    {
        int classes = classCount ?? Math.Max(leastClasses, CountClasses(leastClasses));
        IdxFile any = Files[0] ?? Files[2]!;
        var shape = new Shape(any.Channels, any.Height, any.Width);
        var train = new ImageDataset(name, Dataset.TrainName, shape, classes, Files[0]?.Values ?? [], Files[1]?.Values ?? []);
        var test = new ImageDataset(name, Dataset.TestName, shape, classes, Files[2]?.Values ?? [], Files[3]?.Values ?? []);
        return new Dataset(train, test, normalization ?? Normalization.Of(train.Count > 0 ? train : test), Folder) { Preparation = preparation };
    }

    private static string SizeOf(IdxFile images) => $"{images.Height}×{images.Width}{(images.Channels > 1 ? " in colour" : "")}";

    private int CountClasses(int leastClasses)
    {
        int greatest = new[] { Files[1], Files[3] }.OfType<IdxFile>().Max(labels => (int)labels.Values.Max());
        return greatest > 0 || leastClasses > 0
            ? greatest + 1
            : throw new InvalidInputException($"{(Files[1] ?? Files[3])!.Path}: every label is 0; a classifier needs at least two classes: label the images from 0 up.");
    }

    private static void CheckCounts(IdxFile? images, IdxFile? labels)
    {
        if (images is not null && labels is not null && images.Count != labels.Count)
            throw new InvalidInputException($"{labels.Path}: {labels.Count} labels for the {images.Count} images of {images.Path}; give the labels that belong to these images.");
    }
}
