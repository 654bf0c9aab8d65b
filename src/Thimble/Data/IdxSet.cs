namespace Thimble;

/// <summary>The four IDX files of a data set in one folder, read and found to fit together.</summary>
internal sealed class IdxSet
{
    /// <summary>The customary file names; each may carry <c>.gz</c>.</summary>
    public static readonly IReadOnlyList<string> FileNames =
    [
        "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte",
    ];

    private IdxSet(string folder, IReadOnlyList<IdxFile> files)
    {
        Folder = folder;
        Files = files;
    }

    /// <summary>Where the files are.</summary>
    public string Folder { get; }

    /// <summary>In the order of <see cref="FileNames"/>.</summary>
    public IReadOnlyList<IdxFile> Files { get; }

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

    /// <summary>Reads all four; the folder must lack none.</summary>
    /// <exception cref="InvalidInputException">A file is damaged, or they do not fit together.</exception>
    public static IdxSet Read(string folder)
    {
        var files = FileNames.Select(name => ReadFile(FindFile(folder, name) ?? Path.Combine(folder, name), name)).ToList();
        CheckCounts(files[0], files[1]);
        CheckCounts(files[2], files[3]);
        if ((files[0].Height, files[0].Width) != (files[2].Height, files[2].Width))
            throw new InvalidInputException($"{files[2].Path}: its images are {files[2].Height}×{files[2].Width}, but those of {files[0].Path} are {files[0].Height}×{files[0].Width}; training and test images must have one size.");
        return new IdxSet(folder, files);
    }

    /// <summary>Makes the data set.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="classCount">Its classes; null for one more than the greatest label.</param>
    /// <param name="normalization">Null to measure it on the training images.</param>
    /// <param name="preparation">How a picture becomes an image such as these.</param>
    /// <exception cref="InvalidInputException">All labels are the same class.</exception>
    public Dataset ToDataset(string name, int? classCount, Normalization? normalization, PicturePreparation preparation)
    {
        int classes = classCount ?? CountClasses();
        var shape = new Shape(1, Files[0].Height, Files[0].Width);
        var train = new ImageDataset(name, "train", shape, classes, Files[0].Values, Files[1].Values);
        var test = new ImageDataset(name, "test", shape, classes, Files[2].Values, Files[3].Values);
        return new Dataset(train, test, normalization ?? Normalization.Of(train), Folder) { Preparation = preparation };
    }

    private int CountClasses()
    {
        int greatest = Math.Max(Files[1].Values.Max(), Files[3].Values.Max());
        return greatest > 0
            ? greatest + 1
            : throw new InvalidInputException($"{Files[1].Path}: every label is 0; a classifier needs at least two classes: label the images from 0 up.");
    }

    private static void CheckCounts(IdxFile images, IdxFile labels)
    {
        if (images.Count != labels.Count)
            throw new InvalidInputException($"{labels.Path}: {labels.Count} labels for the {images.Count} images of {images.Path}; give the labels that belong to these images.");
    }
}
