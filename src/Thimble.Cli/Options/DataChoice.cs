using Thimble.Cli.Display;
using Thimble.Diagnosis;
using Thimble.Lab;

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

    /// <summary>The same for a run that is there: its data is found again where the run found it, if it is still there.</summary>
    /// <param name="trained">Where and on what it ran.</param>
    public DataChoice For(RunEnvironment trained) => Folder is not null || Name is not null ? this
        : trained.DataName == DatasetCatalogue.FilesName ? this with { Folder = trained.DataSource }
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
        var use = new DatasetUse(Needed, Classes: experiment.Network.ClassCount);
        OwnData? own = OwnData.Find(this, experiment.Data, FolderOf(experiment));
        own?.Content.CheckTrains();
        (ExperimentData used, Dataset data) = own is null
            ? Resolve(experiment.Data, experiment.Name, use, environment, cancellation)
            : Resolve(experiment.Data, experiment.Name, own, experiment.Network.Input, use, environment, cancellation);
        Experiment resolved = experiment with { Data = used };
        resolved.CheckFits(data);
        if (data.Name == DatasetCatalogue.FilesName && new ClassBalance(data.Train.CountClasses()).Absent is { Count: > 0 } absent)
            LabelledLine.Write(environment, "Note", $"the network has {experiment.Network.ClassCount} classes, but no training image is of {Figures.Listed(absent.Select(label => $"{label}"))}", "yellow");
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
        var use = new DatasetUse(needed, Classes: network.Definition.ClassCount);
        OwnData? own = OwnData.Find(this, written, folder: null);
        if (own is not null)
            return ResolveOwn(network, written, name, own, use, environment, cancellation);
        Dataset data = Resolve(written, name, use, environment, cancellation).Data;
        Experiment.CheckShape(name, network.Definition, data);
        data = data with { Normalization = network.Normalization };
        return needed == DatasetSplits.Test ? Experiment.WithClassesOf(name, network.Definition, data) : data;
    }

    private (ExperimentData Used, Dataset Data) Resolve(
        ExperimentData written, string experimentName, DatasetUse use, CommandEnvironment environment, CancellationToken cancellation)
    {
        ExperimentData asked = written with
        {
            TrainImages = TrainImages ?? written.TrainImages,
            EvaluatedImages = TestImages ?? written.EvaluatedImages,
            Validation = ValidationBefore(written.Validation),
        };
        // Validation images are held out of the training images, and the test images are not looked at.
        Dataset whole = Open(asked, asked.Validation is null ? use : use with { Needed = DatasetSplits.Train }, environment, cancellation);
        if (Name is null && whole.Name != asked.Name)
            LabelledLine.Write(environment, "Note", $"{experimentName} names {asked.Name}, but {whole.Source} holds other data: {whole.Name}", "yellow");
        asked = asked.Of(whole.Name) with { Validation = Validation(written.Validation, asked, whole.Train.Count) };
        Dataset data = asked.Apply(whole);
        // Written down as used: weights are only worth what they are with the same inputs.
        return (asked with { Normalization = data.Normalization }, data);
    }

    // Data of a kind that is recognized by looking; what it is prepared for is the network.
    private (ExperimentData Used, Dataset Data) Resolve(
        ExperimentData written, string experimentName, OwnData own, Shape input, DatasetUse use, CommandEnvironment environment, CancellationToken cancellation)
    {
        ValidationSplit? held = ValidationBefore(written.Validation);
        if (held is null && !own.Content.HasEvaluated && use.Needed.HasFlag(DatasetSplits.Test))
            held = own.HeldOutInPlaceOfTest(Split);
        ExperimentData asked = written with
        {
            Name = own.Content.Name,
            Path = own.Path,
            TrainImages = TrainImages ?? written.TrainImages,
            EvaluatedImages = TestImages ?? written.EvaluatedImages,
        };
        if (Name is null && written.Name != asked.Name)
        {
            LabelledLine.Write(environment, "Note", $"{experimentName} names {written.Name}, but {own.Path} holds other data: {asked.Name}", "yellow");
            asked = asked with { Normalization = null, Preparation = null };
        }

        Dataset whole = own.Read(input, asked.Preparation, environment, cancellation);
        asked = asked with { Validation = held is null ? null : HeldOut is null && !own.Content.HasEvaluated ? written.Validation ?? OwnData.Share(held, asked.TrainImages ?? whole.Train.Count) : Validation(written.Validation, asked with { Validation = held }, whole.Train.Count) };
        Dataset data = asked.Apply(whole);
        return (asked with { Normalization = data.Normalization, Preparation = data.Preparation }, data);
    }

    private Dataset ResolveOwn(
        NetworkDescription network, ExperimentData written, string name, OwnData own, DatasetUse use, CommandEnvironment environment, CancellationToken cancellation)
    {
        // Other pictures than the network was trained on are all there to be evaluated.
        bool isOther = !own.Content.HasEvaluated && own.Path != written.Path && Split is null && HeldOut is null;
        Dataset data = isOther && use.Needed == DatasetSplits.Test
            ? own.ReadAllToEvaluate(network, TestImages, environment, cancellation)
            : Resolve(written with { Preparation = network.Preparation }, name, own, network.Definition.Input, use, environment, cancellation).Data;
        return OwnData.WithClassesOf(name, network, data with { Normalization = network.Normalization });
    }

    // A path in an experiment's file is meant from where the file is.
    private static string? FolderOf(Experiment experiment) => File.Exists(experiment.Source) ? Path.GetDirectoryName(Path.GetFullPath(experiment.Source)) : null;

    // Before the data is there: that some images are held out, but not how many.
    private ValidationSplit? ValidationBefore(ValidationSplit? written)
    {
        if (Split == Dataset.TestName && HeldOut is not null)
            throw new InvalidInputException("--validation: with --split test no images are held out; leave one of them out");
        if (Split == Dataset.TestName)
            return null;
        return Split is null && HeldOut is null ? written : written ?? new();
    }

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
