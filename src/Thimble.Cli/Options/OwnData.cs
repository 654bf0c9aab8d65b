using Thimble.Cli.Display;
using Thimble.Diagnosis;
using Thimble.Lab;
using Thimble.Pictures;

namespace Thimble.Cli.Options;

/// <summary>Data of your own that is recognized by looking, such as folders of pictures.</summary>
/// <param name="Content">What lies there.</param>
/// <param name="Path">Where, as a full path.</param>
internal sealed record OwnData(SourceContent Content, string Path)
{
    // Of small data a sixth, as of MNIST, would leave too few images to judge by.
    private const int SharePart = 5;

    /// <summary>Looks where the command line or the experiment says.</summary>
    /// <param name="choice">The command line.</param>
    /// <param name="written">The experiment's data.</param>
    /// <param name="folder">What a path in the experiment is relative to; the current folder if null.</param>
    /// <returns>What lies there; null if it is nothing of this kind, and the catalogue is to look.</returns>
    /// <exception cref="InvalidInputException">There is nothing where data of this kind is meant, or it cannot be trained on.</exception>
    public static OwnData? Find(DataChoice choice, ExperimentData written, string? folder)
    {
        string name = choice.Name ?? written.Name;
        bool isMeant = DataSources.Names.Contains(name);
        string? path = choice.Folder ?? (choice.Name is null && written.Path is { } given ? System.IO.Path.GetFullPath(given, folder ?? Environment.CurrentDirectory) : null);
        if (path is null)
        {
            return isMeant
                ? throw new InvalidInputException($"{name}: this is data of your own; give the place where it is") { Remedy = Remedy.GiveDataFolder }
                : null;
        }

        // A name on the command line says what is meant; one in the experiment is only what it was written for.
        if (choice.Name is not null && !isMeant)
            return null;
        if (DataSources.Recognize(path) is { } content)
            return new(content, System.IO.Path.GetFullPath(path));
        if (!isMeant || (choice.Name is null && choice.Folder is not null && Directory.Exists(path)))
            return null;
        string problem = System.IO.Path.Exists(path)
            ? name == PictureFolderSource.DataName
                ? $"{path}: no {name} here: a folder for each class with pictures in it is wanted, or one called train with such folders"
                : $"{path}: no {name} here; 'thimble data' with this path says what is there"
            : $"{path}: no such file or folder; give the place of the {name}";
        throw new InvalidInputException(problem) { Remedy = Remedy.GiveDataFolder };
    }

    /// <summary>Reads the images.</summary>
    public Dataset Read(Shape input, PicturePreparation? preparation, CommandEnvironment environment, CancellationToken cancellation)
    {
        using var progress = new PictureProgress(environment, Content.Splits.Sum(split => split.Count));
        Dataset data = Content.Read(new SourceRequest(input, preparation, environment.DataLocations.CacheFolder, progress, cancellation));
        return data with { Source = Path };
    }

    /// <summary>Reads all images, to evaluate a network on them.</summary>
    public Dataset ReadAllToEvaluate(NetworkDescription network, int? count, CommandEnvironment environment, CancellationToken cancellation)
    {
        Dataset data = Read(network.Definition.Input, network.Preparation, environment, cancellation);
        ImageDataset all = data.Train.Select([.. Enumerable.Range(0, data.Train.Count)], Dataset.TestName);
        return data with { Evaluated = count is { } first ? all.Take(first) : all };
    }

    /// <summary>What is held out of training images where there are no test images.</summary>
    /// <param name="split">The split that the command line asks for.</param>
    /// <exception cref="InvalidInputException">It asks for test images.</exception>
    public ValidationSplit HeldOutInPlaceOfTest(string? split) => split == Dataset.TestName
        ? throw new InvalidInputException($"{Path}: there are no test images; add a folder called {Dataset.TestName}, or leave --split off: a fifth of the images is then held out")
        : new();

    /// <summary>A fifth of the images.</summary>
    public static ValidationSplit Share(ValidationSplit held, int images) => held with { Images = Math.Max(1, images / SharePart) };

    /// <summary>Images with the labels of a network, class by class of the same name.</summary>
    /// <exception cref="InvalidInputException">The network does not know a class.</exception>
    public static Dataset WithClassesOf(string name, NetworkDescription network, Dataset data)
    {
        if (data.ClassNames.SequenceEqual(network.ClassNames))
            return data;
        string[] unknown = [.. data.ClassNames.Where(one => !network.ClassNames.Contains(one))];
        if (unknown.Length > 0)
            throw new InvalidInputException($"{name}: {data.Source} has images of {Figures.Listed(unknown)}, which the network does not know; its classes are {Figures.Listed(network.ClassNames)}");
        byte[] labels = [.. data.ClassNames.Select(one => (byte)network.ClassNames.ToList().IndexOf(one))];
        return data with
        {
            Train = data.Train.Relabel(labels, network.ClassNames.Count),
            Evaluated = data.Evaluated.Relabel(labels, network.ClassNames.Count),
            ClassNames = network.ClassNames,
        };
    }
}
