namespace Thimble.Pictures;

/// <summary>
/// EMNIST as published: four IDX files of a split, called <c>emnist-letters-train-images-idx3-ubyte</c> and so on, plain or compressed. Its images are stored on
/// their sides, mirrored, and are put upright; the labels of its letters begin at 1.
/// </summary>
internal sealed class EmnistSource : DataSource
{
    private const int MostMappingBytes = 1 << 16;

    // As its archive unpacks, and as torchvision keeps it.
    private static readonly string[] Folders = ["gzip", "raw"];

    private static readonly string[] Purposes = [Dataset.TrainName, Dataset.TestName];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names => [.. EmnistSplit.All.Select(split => split.Name)];

    /// <inheritdoc/>
    public override bool IsPublished => true;

    /// <inheritdoc/>
    public override SourceContent? Recognize(string path)
    {
        if (File.Exists(path))
        {
            return EmnistSplit.All.FirstOrDefault(split => Path.GetFileName(path).StartsWith($"{split.Name}-", StringComparison.Ordinal) && !path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)) is { } meant
                ? ContentOf(path, Path.GetDirectoryName(Path.GetFullPath(path))!, meant)
                : null;
        }

        try
        {
            return InFolder(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"{path}: cannot be looked into ({error.Message.ReplaceLineEndings(" ")}); check your rights", error);
        }
    }

    private static PixelContent? InFolder(string path)
    {
        foreach (string folder in OnlyFolder.In(path, Folders))
        {
            EmnistSplit[] found = [.. EmnistSplit.All.Where(split => IdxSet.FindFile(folder, split.FileOf(Dataset.TrainName, holdsImages: true)) is not null)];
            if (found.Length > 1)
                throw new InvalidInputException($"{path}: there are {found.Length} splits of EMNIST here; name one of them by a file of it: {string.Join(", ", found.Select(split => IdxSet.FindFile(folder, split.FileOf(Dataset.TrainName, holdsImages: true))))}");
            if (found.Length == 1)
                return ContentOf(path, folder, found[0]);
        }

        return null;
    }

    private static PixelContent ContentOf(string path, string folder, EmnistSplit split)
    {
        string[] wanted = [.. from purpose in Purposes from holdsImages in (bool[])[true, false] select split.FileOf(purpose, holdsImages)];
        string[] missing = [.. wanted.Where(name => IdxSet.FindFile(folder, name) is null)];
        if (missing.Length > 0)
            throw new InvalidInputException($"{path}: {split.Name} lacks {string.Join(", ", missing)}; put {(missing.Length == 1 ? "it" : "them")} beside the others, plain or .gz");
        var set = IdxSet.Read(new(path, [.. wanted.Select(name => IdxSet.FindFile(folder, name))]));
        string mapping = Path.Combine(folder, $"{split.Name}-mapping.txt");
        string[] names = File.Exists(mapping) ? split.NamesIn(mapping, LinesOf(mapping)) : split.ClassNames;
        ImageDataset train = Images(split, Dataset.TrainName, set.Files[0]!, set.Files[1]!);
        ImageDataset test = Images(split, Dataset.TestName, set.Files[2]!, set.Files[3]!);
        return new($"EMNIST {split.Word}, as published", path, [train, test], Normalization.Of(train), names);
    }

    private static ImageDataset Images(EmnistSplit split, string purpose, IdxFile images, IdxFile labels)
    {
        byte[] classes = new byte[labels.Count];
        for (int i = 0; i < classes.Length; i++)
        {
            int label = labels.Values[i] - split.FirstLabel;
            classes[i] = label >= 0 && label < split.Characters.Length
                ? (byte)label
                : throw new InvalidInputException($"{labels.Path}: label {i:N0} is {labels.Values[i]}, and those of {split.Name} are {split.FirstLabel} to {split.FirstLabel + split.Characters.Length - 1}; fetch the file again");
        }

        if (images.Channels > 1)
            throw new InvalidInputException($"{images.Path}: its images are in colour, and those of EMNIST are grey; fetch the file again");
        return new(split.Name, purpose, new(1, images.Width, images.Height), split.Characters.Length, Upright(images), classes);
    }

    // Rows and columns are exchanged in the published files, as MATLAB has them.
    private static byte[] Upright(IdxFile images)
    {
        byte[] upright = new byte[images.Values.Length];
        int size = images.Height * images.Width;
        for (int first = 0; first < upright.Length; first += size)
        {
            for (int row = 0; row < images.Height; row++)
            {
                for (int column = 0; column < images.Width; column++)
                    upright[first + (column * images.Height) + row] = images.Values[first + (row * images.Width) + column];
            }
        }

        return upright;
    }

    private static string[] LinesOf(string path)
    {
        try
        {
            const string Advice = "fetch the file again, or take it away: the published names are known";
            using var lines = new StreamReader(OrdinaryFile.Open(path, MostMappingBytes, Advice, Advice));
            return lines.ReadToEnd().Split('\n');
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"{path}: cannot be read ({error.Message.ReplaceLineEndings(" ")}); check your rights", error);
        }
    }
}
