using Thimble.Cli.Display;
using Thimble.Diagnosis;
using Thimble.Lab;
using Thimble.Pictures;

namespace Thimble.Cli.Options;

/// <summary>What the command line says about data.</summary>
/// <param name="Folder">The folder to look in, and no other (<c>--data</c>).</param>
/// <param name="Name">The data set in place of the experiment's (<c>--data-name</c>).</param>
/// <param name="TrainImages">Only the first n training images.</param>
/// <param name="TestImages">Only the first n test images.</param>
/// <param name="AllowDownload">Whether the network may be used.</param>
internal sealed record DataChoice(
    string? Folder = null, string? Name = null, int? TrainImages = null, int? TestImages = null, bool AllowDownload = true)
{
    /// <summary>How patient a download is.</summary>
    public DownloadOptions Download { get; init; } = new();

    /// <summary>What to evaluate on, <c>test</c> or <c>validation</c>; null for what the experiment says.</summary>
    public string? Split { get; init; }

    /// <summary>What an experiment's data must have; both splits unless said otherwise.</summary>
    public DatasetSplits Needed { get; init; } = DatasetSplits.Both;

    /// <summary>How many training images are held out; null for what the experiment says, or the default.</summary>
    public HeldOut? HeldOut { get; init; }

    /// <summary>The folder in which a run found its data, which is looked into first; null for none.</summary>
    private string? FoundBefore { get; init; }

    /// <summary>On what the run was trained that the data is for; null for none.</summary>
    private RunEnvironment? Trained { get; init; }

    /// <summary>The same for a run that is there: its data is found again where the run found it, if it is still there.</summary>
    /// <param name="trained">Where and on what it ran.</param>
    public DataChoice For(RunEnvironment trained) => (this with { Trained = trained }).FoundAgain(trained);

    private DataChoice FoundAgain(RunEnvironment trained) => Folder is not null || Name is not null ? this
        : trained.DataName == DatasetCatalogue.FilesName ? this with { Folder = trained.DataSource, Name = DatasetCatalogue.FilesName }
        : this with { FoundBefore = trained.DataSource };

    /// <summary>The words of a command that finds the same data again for a run, whose own record has all the rest.</summary>
    public IEnumerable<string> Words => Folder is null ? [] : ["--data", ShellWord.OfPath(Folder), .. Name is null ? Array.Empty<string>() : ["--data-name", Name]];

    /// <summary>Finds the data, and returns it with the experiment that names exactly it.</summary>
    /// <param name="experiment">The experiment as written.</param>
    /// <param name="environment">Where data lies and where progress is shown.</param>
    /// <param name="cancellation">Stops a download.</param>
    public (Experiment Experiment, Dataset Data) Resolve(
        Experiment experiment, CommandEnvironment environment, CancellationToken cancellation)
    {
        // A path in an experiment's file is relative to that file; a run, whose file is elsewhere, keeps the full one.
        ExperimentData written = experiment.Data with { Path = OwnData.PathOf(experiment) };
        (OwnData? own, Dataset? known) = Locate(written, new(Needed, Classes: experiment.Network.ClassCount), environment, cancellation);
        (ExperimentData used, Dataset data) = own is null
            ? Take(known!, written, experiment.Name, environment)
            : own.ToTrain(written, experiment.Name, experiment.Network.Input, Needed, environment, cancellation);
        Experiment resolved = experiment with { Data = used };
        resolved.CheckFits(data);
        if (IsYourOwn(data.Name) && new ClassBalance(data.Train.CountClasses()).Absent is { Count: > 0 } absent)
            LabelledLine.Write(environment, "Note", $"the network has {experiment.Network.ClassCount} classes, but no training image is of {Figures.Listed(absent.Select(label => data.ClassNames[label]))}", "yellow");
        return (resolved, data);
    }

    /// <summary>Finds images for a network that is trained already. Classes and normalization are the network's own.</summary>
    /// <param name="name">The network's name, for errors.</param>
    /// <param name="network">The network.</param>
    /// <param name="written">What its experiment says of the data.</param>
    /// <param name="needed">Which images are needed: those to evaluate on, or training images.</param>
    /// <param name="environment">Where data lies and where progress is shown.</param>
    /// <param name="cancellation">Stops a download.</param>
    public Dataset Resolve(
        string name, NetworkDescription network, ExperimentData written, DatasetSplits needed, CommandEnvironment environment, CancellationToken cancellation)
    {
        (OwnData? own, Dataset? known) = Locate(written, new(needed, Classes: network.Definition.ClassCount), environment, cancellation);
        if (own is not null)
            return own.ForNetwork(network, written, Trained, needed, name, environment, cancellation);
        Dataset data = Take(known!, written, name, environment).Data;
        Experiment.CheckShape(name, network.Definition, data);
        data = data with { Normalization = network.Normalization };
        return needed == DatasetSplits.Test ? Experiment.WithClassesOf(name, network.Definition, data) : data;
    }

    private static bool IsYourOwn(string dataName) => dataName == DatasetCatalogue.FilesName || DataSources.Names.Contains(dataName);

    // Data that is meant by its name is looked for as what it is. Otherwise the catalogue is asked first: a folder of IDX files may hold anything else, too.
    private (OwnData? Own, Dataset? Known) Locate(ExperimentData written, DatasetUse use, CommandEnvironment environment, CancellationToken cancellation)
    {
        if (OwnData.Find(this, written) is { } meant)
            return (meant, null);
        // A path in the experiment is as good as one on the command line.
        DataChoice choice = Folder is null && Name is null && written.Path is { } path ? this with { Folder = path } : this;
        try
        {
            return (null, choice.Open(Asked(written), use, environment, cancellation));
        }
        catch (InvalidInputException) when (choice.Name is null && choice.Folder is { } place && Path.Exists(place) && OwnData.Look(this, place) is { } found)
        {
            return (found, null);
        }
    }

    // What is asked of known data, before it is there: that some images are held out, but not how many.
    private ExperimentData Asked(ExperimentData written) => written with
    {
        TrainImages = TrainImages ?? written.TrainImages,
        EvaluatedImages = TestImages ?? written.EvaluatedImages,
        Validation = Held(written),
        // Of known data the images that are held out say it all, unless it is as written.
        Split = SplitOf(written) == written.Split ? written.Split : null,
    };

    private (ExperimentData Used, Dataset Data) Take(Dataset whole, ExperimentData written, string experimentName, CommandEnvironment environment)
    {
        ExperimentData asked = Asked(written);
        if (Name is null && whole.Name != asked.Name)
            LabelledLine.Write(environment, "Note", $"{experimentName} names {asked.Name}, but {whole.Source} holds other data: {whole.Name}", "yellow");
        string? split = asked.Split;
        asked = asked.Of(whole.Name) with { Split = split, Validation = Validation(written.Validation, asked, whole.Train.Count) };
        Dataset data = asked.Apply(whole);
        // Written down as used: weights are only worth what they are with the same inputs.
        return (asked with { Normalization = data.Normalization }, data);
    }

    /// <summary>The split that is evaluated; null where nobody names one, or images are held out for it.</summary>
    /// <param name="written">What the experiment says.</param>
    /// <exception cref="InvalidInputException">The test images are named, and images to hold out for them.</exception>
    public string? SplitOf(ExperimentData written) => HeldOut is null ? Split ?? written.Split
        : Split != Dataset.TestName ? null
        : throw new InvalidInputException("--validation: with --split test no images are held out; leave one of them out");

    private ValidationSplit? Held(ExperimentData written) => SplitOf(written) switch
    {
        Dataset.TestName => null,
        null when HeldOut is null => written.Validation,
        _ => written.Validation ?? new(),
    };

    private ValidationSplit? Validation(ValidationSplit? written, ExperimentData asked, int available)
    {
        if (asked.Validation is not { } split)
            return null;
        int images = Math.Min(asked.TrainImages ?? available, available);
        return HeldOut is not null ? split with { Images = HeldOut.Of(images) }
            : written is null ? split with { Images = ValidationSplit.UsualImages(images) }
            : split;
    }

    private Dataset Open(ExperimentData asked, DatasetUse use, CommandEnvironment environment, CancellationToken cancellation)
    {
        string name = Name ?? asked.Name;
        // Validation images are held out of the training images, and the test images are not looked at.
        if (asked.Validation is not null)
            use = use with { Needed = DatasetSplits.Train };
        if (Folder is null && name == SyntheticDigits.Name)
        {
            return SyntheticDigits.Create(
                asked.TrainImages ?? SyntheticDigits.DefaultTrainCount, asked.EvaluatedImages ?? SyntheticDigits.DefaultTestCount);
        }

        using var progress = new DownloadDisplay(environment);
        progress.LookingFor(name);
        var catalogue = new DatasetCatalogue(environment.DataLocations, Download);
        Dataset data = Again(catalogue, name, use) ?? catalogue.Open(
            Folder is null ? name : NameIn(Folder, name), AllowDownload, Folder, progress, use with { Expected = name }, cancellation);
        // A signal that came while files were read, which do not look for one.
        cancellation.ThrowIfCancellationRequested();
        // The run folder says where the data came from, to someone who may be elsewhere.
        return data with { Source = Path.GetFullPath(data.Source) };
    }

    // What is there no more, or was changed, is looked for as if the run had not been.
    private Dataset? Again(DatasetCatalogue catalogue, string name, DatasetUse use)
    {
        if (FoundBefore is null || !Path.Exists(FoundBefore))
            return null;
        try
        {
            return catalogue.Open(name, allowDownload: false, FoundBefore, use: use with { Expected = name });
        }
        catch (ThimbleException)
        {
            return null;
        }
    }

    /// <summary>
    /// A folder that is given without a name is what its content says; only where it has a subfolder of the
    /// experiment's data set is that one meant.
    /// </summary>
    private string? NameIn(string folder, string askedName) =>
        Name ?? (Directory.Exists(Path.Combine(folder, askedName)) ? askedName : null);
}
