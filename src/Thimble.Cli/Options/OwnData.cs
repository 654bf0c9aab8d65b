using Thimble.Cli.Display;
using Thimble.Diagnosis;
using Thimble.Lab;
using Thimble.Pictures;

namespace Thimble.Cli.Options;

/// <summary>Data of your own that is recognized by looking, such as folders of pictures: what of it is trained on, and what is evaluated.</summary>
/// <param name="Choice">What the command line says.</param>
/// <param name="Content">What is there.</param>
/// <param name="Path">Where, as a full path.</param>
internal sealed record OwnData(DataChoice Choice, SourceContent Content, string Path)
{
    /// <summary>Looks where the command line or the experiment says, if data of this kind is meant.</summary>
    /// <param name="choice">The command line.</param>
    /// <param name="written">The experiment's data.</param>
    /// <returns>What is there; null if data of another kind is meant.</returns>
    /// <exception cref="DataUnavailableException">There is nothing at the place that the experiment names.</exception>
    /// <exception cref="InvalidInputException">What is there is something else, or cannot be read.</exception>
    public static OwnData? Find(DataChoice choice, ExperimentData written)
    {
        string name = choice.Name ?? written.Name;
        if (!DataSources.Names.Contains(name))
            return null;
        string? path = choice.Folder ?? (name == written.Name ? written.Path : null);
        if (path is null)
            throw new InvalidInputException($"{name}: this is data of your own; give the place where it is") { Remedy = Remedy.GiveDataFolder };
        if (!System.IO.Path.Exists(path))
        {
            string problem = $"{path}: no such file or folder; give the place of the {name}";
            throw choice.Folder is null
                ? new DataUnavailableException(problem) { Remedy = Remedy.GiveDataFolder }
                : new InvalidInputException(problem) { Remedy = Remedy.GiveDataFolder };
        }

        OwnData? found = Look(choice, path);
        // An experiment's name is what it was written for; one on the command line is meant.
        if (found is not null && (choice.Name is null || found.Content.Name == name))
            return found;
        if (found is null && choice.Name is null && choice.Folder is not null)
            return null;
        throw new InvalidInputException(found is null ? $"{path}: there is no data here that is recognized as {name}" : $"{path}: this is {found.Content.Name}, not {name}") { Remedy = Remedy.GiveDataFolder };
    }

    /// <summary>Looks at a place.</summary>
    /// <returns>What is there; null if it is nothing of this kind.</returns>
    /// <exception cref="InvalidInputException">It is, and cannot be read.</exception>
    public static OwnData? Look(DataChoice choice, string path)
    {
        string full = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        if (full.Any(char.IsControl))
            throw new InvalidInputException($"{full}: this path has a control character, which a run could not keep; rename the folder");
        return DataSources.Recognize(full) is { } content ? new(choice, content, full) : null;
    }

    /// <summary>Where an experiment's data is, as a full path; null if it does not say.</summary>
    public static string? PathOf(Experiment experiment) => experiment.Data.Path is { } path
        ? System.IO.Path.GetFullPath(path, File.Exists(experiment.Source) ? System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(experiment.Source))! : Environment.CurrentDirectory)
        : null;

    /// <summary>Reads the data for an experiment, and returns what was taken of it.</summary>
    /// <param name="written">The experiment's data.</param>
    /// <param name="experimentName">The experiment's name, for what is told.</param>
    /// <param name="input">The network's input.</param>
    /// <param name="needed">Which images are needed.</param>
    /// <param name="environment">Where it is told.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="InvalidInputException">There is one class only, a split is not there, or a file is damaged.</exception>
    public (ExperimentData Used, Dataset Data) ToTrain(
        ExperimentData written, string experimentName, Shape input, DatasetSplits needed, CommandEnvironment environment, CancellationToken cancellation)
    {
        Content.CheckTrains();
        if (Choice.Name is null && written.Name != Content.Name)
            LabelledLine.Write(environment, "Note", $"{experimentName} names {written.Name}, but {Path} holds other data: {Content.Name}", "yellow");
        (ExperimentData used, Dataset data) = Read(written.Of(Content.Name), input, needed, environment, cancellation);
        if (RepeatedImages.Of(data, predictions: null) is { Count: > 0 } repeated)
            LabelledLine.Write(environment, "Note", $"{repeated.Count:N0} of the {data.Evaluated.Count:N0} {data.EvaluatedSplit} images are training images, too; the accuracy will say less than it seems to", "yellow");
        return (used, data);
    }

    /// <summary>Reads images for a network that is trained already.</summary>
    /// <param name="network">The network, whose preparation, normalization and classes count.</param>
    /// <param name="written">What its experiment says of the data.</param>
    /// <param name="trained">On what it was trained; null if that is not known.</param>
    /// <param name="needed">Which images are needed.</param>
    /// <param name="name">What to call the network.</param>
    /// <param name="environment">Where it is told.</param>
    /// <param name="cancellation">Stops.</param>
    public Dataset ForNetwork(
        NetworkDescription network, ExperimentData written, RunEnvironment? trained, DatasetSplits needed, string name, CommandEnvironment environment, CancellationToken cancellation)
    {
        Shape input = network.Definition.Input;
        bool isItsOwn = written.Name == Content.Name && IsWhatItWasTrainedOn(network, written, trained, environment, cancellation);
        ExperimentData basis = (isItsOwn ? written : new ExperimentData(Content.Name)) with { Preparation = network.Preparation };
        bool takesAll = !isItsOwn && needed == DatasetSplits.Test && Judges is null && Choice.Split is null && Choice.HeldOut is null;
        Dataset data = takesAll ? All(input, network.Preparation, environment, cancellation) : Read(basis, input, needed, environment, cancellation).Data;
        if (takesAll && (trained is null || written.Path is not { } before || before == Path || !System.IO.Path.Exists(before)))
            LabelledLine.Write(environment, "Note", $"all {data.Evaluated.Count:N0} images are evaluated; those that the network was trained on may be among them", "yellow");
        Experiment.CheckShape(name, network.Definition, data);
        return WithClassesOf(name, network, data with { Normalization = network.Normalization });
    }

    // The split of the data's own that is evaluated unless it is said otherwise.
    private string? Judges => Content.EvaluatedSplit(wanted: null);

    private bool Has(string split) => Content.Splits.Any(one => one.Name == split);

    private (ExperimentData Used, Dataset Data) Read(
        ExperimentData basis, Shape input, DatasetSplits needed, CommandEnvironment environment, CancellationToken cancellation)
    {
        (ValidationSplit? held, string? split) = Judged(basis, needed);
        Dataset whole = Open(input, basis.Preparation, held is null ? split ?? Judges : null, environment, cancellation);
        ExperimentData asked = basis with
        {
            Path = Path,
            Split = split,
            TrainImages = Choice.TrainImages ?? basis.TrainImages,
            EvaluatedImages = Choice.TestImages ?? basis.EvaluatedImages,
        };
        int images = Math.Min(asked.TrainImages ?? whole.Train.Count, whole.Train.Count);
        asked = asked with
        {
            Validation = held is null ? null
                : Choice.HeldOut is { } share ? held with { Images = share.Of(images) }
                : basis.Validation is not null ? held
                : held with { Images = held.IsInPlaceOfTest ? ValidationSplit.Share(whole.Train.Take(images).CountClasses()) : ValidationSplit.UsualImages(images) },
        };
        Dataset data = asked.Apply(whole);
        return (asked with { Normalization = data.Normalization, Preparation = data.Preparation }, data);
    }

    // What is evaluated: images held out of the training images, or a split that the data has; the first of its own where neither is said.
    private (ValidationSplit? Held, string? Split) Judged(ExperimentData basis, DatasetSplits needed)
    {
        string? split = Choice.SplitOf(basis);
        if (Choice.HeldOut is not null)
            return (basis.Validation ?? new(), null);
        // What is evaluated anyway need not be written down.
        if (split == Dataset.TestName)
            return Has(split) ? (null, basis.Split == split ? split : null) : throw new InvalidInputException($"{Path}: there are no test images; add a folder called {Dataset.TestName}, or leave --split off: a fifth of the images is then held out");
        if (split == StratifiedSplit.ValidationName)
            return basis.Validation is null && Has(split) ? (null, split) : (basis.Validation ?? new(), basis.Split == split ? split : null);
        if (basis.Validation is not null)
            return (basis.Validation, null);
        return Judges is null && needed.HasFlag(DatasetSplits.Test) ? (new() { IsInPlaceOfTest = true }, null) : (null, null);
    }

    // By its images: a folder may have been moved, or changed where it is. Where nothing is known of them, by its place.
    private bool IsWhatItWasTrainedOn(
        NetworkDescription network, ExperimentData written, RunEnvironment? trained, CommandEnvironment environment, CancellationToken cancellation)
    {
        if (trained is null || !Content.HasTraining)
            return written.Path == Path;
        if (written.Validation is { } held && held.Images >= Content.Splits[0].Count)
            return false;
        Dataset data = Open(network.Definition.Input, network.Preparation, Judges, environment, cancellation);
        return written.Apply(data).Train.ContentHash == trained.Train.ContentHash;
    }

    private Dataset All(Shape input, PicturePreparation preparation, CommandEnvironment environment, CancellationToken cancellation)
    {
        Dataset data = Open(input, preparation, evaluated: null, environment, cancellation);
        ImageDataset all = data.Train.Select([.. Enumerable.Range(0, data.Train.Count)], Dataset.TestName);
        return data with { Evaluated = Choice.TestImages is { } first ? all.Take(first) : all };
    }

    private Dataset Open(Shape input, PicturePreparation? preparation, string? evaluated, CommandEnvironment environment, CancellationToken cancellation)
    {
        using var progress = new PictureProgress(environment, Content.Splits.Sum(split => split.Count));
        Dataset data = Content.Read(new SourceRequest(input, preparation, environment.DataLocations.CacheFolder, progress, cancellation) { Evaluated = evaluated });
        return data with { Source = Path };
    }

    // Class by class of the same name: a folder may lack some, or have them in another order.
    private static Dataset WithClassesOf(string name, NetworkDescription network, Dataset data)
    {
        if (data.ClassNames.SequenceEqual(network.ClassNames))
            return data;
        string[] unknown = [.. data.ClassNames.Where(one => !network.ClassNames.Contains(one))];
        if (unknown.Length > 0)
            throw new InvalidInputException($"{name}: {data.Source} has images of {Figures.Listed(unknown)}, which the network does not know; its classes are {Figures.Listed(network.ClassNames)}");
        List<string> known = [.. network.ClassNames];
        byte[] labels = [.. data.ClassNames.Select(one => (byte)known.IndexOf(one))];
        // Both at once: the names are checked against the classes of the training images.
        return new Dataset(data.Train.Relabel(labels, known.Count), data.Evaluated.Relabel(labels, known.Count), data.Normalization, data.Source)
        {
            Preparation = data.Preparation,
            ClassNames = known,
        };
    }
}
