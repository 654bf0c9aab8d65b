using Thimble.Diagnosis;
using FilePath = System.IO.Path;

namespace Thimble.Lab;

/// <summary>A run on disk: the experiment, its weights, its figures and where they were measured.</summary>
public sealed class RunFolder
{
    /// <summary>The folder that holds runs unless it is said otherwise.</summary>
    public const string DefaultRoot = "runs";

    private RunFolder(string path, string name, FileSystem? files = null)
    {
        Path = path;
        Name = name;
        Files = files ?? FileSystem.Disk;
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The run's name for people and for <see cref="Open"/>: <c>part3/2</c>, or the folder's path.</summary>
    public string Name { get; }

    /// <summary>Why it is this run, where an experiment's name stood for one of several; null where the run itself was named.</summary>
    public string? Reason { get; private init; }

    /// <summary>Where what is in it is written.</summary>
    internal FileSystem Files { get; }

    /// <summary>The experiment as it was run.</summary>
    public string ExperimentFile => Inside("experiment.yaml");

    /// <summary>A row of figures an epoch.</summary>
    public string MetricsFile => Inside("metrics.csv");

    /// <summary>The final weights' prediction for each evaluated image.</summary>
    public string PredictionsFile => Inside("predictions.csv");

    /// <summary>The worst mistakes, with their images.</summary>
    public string MistakesFile => Inside("mistakes.json");

    /// <summary>Training images whose labels may be wrong, with the images; only of data of your own, and where there are some.</summary>
    public string SuspectsFile => Inside("suspects.json");

    /// <summary>What a probe measured on the trained network.</summary>
    public string StatisticsFile => Inside("probe.json");

    /// <summary>All that is needed to resume the run; it is gone when the run is finished.</summary>
    public string CheckpointFile => Inside("checkpoint.safetensors");

    /// <summary>Where and on what it ran.</summary>
    public string EnvironmentFile => Inside("environment.json");

    /// <summary>How it ended.</summary>
    public string ResultFile => Inside("result.json");

    /// <summary>What was said while it ran.</summary>
    public string LogFile => Inside("log.txt");

    /// <summary>Makes a new folder: <c>runs/EXPERIMENT/NNN</c>, or exactly the one that is given. Nothing is overwritten.</summary>
    /// <param name="experimentName">The experiment's name.</param>
    /// <param name="directory">The exact folder, absent or empty; null for the next number.</param>
    /// <param name="root">The folder that holds runs.</param>
    /// <exception cref="InvalidInputException">The folder is not empty, or cannot be made or written to.</exception>
    public static RunFolder Create(string experimentName, string? directory = null, string root = DefaultRoot) =>
        Create(experimentName, directory, root, FileSystem.Disk);

    /// <inheritdoc cref="Create(string, string?, string)"/>
    internal static RunFolder Create(string experimentName, string? directory, string root, FileSystem files)
    {
        string path = directory ?? FilePath.Combine(root, experimentName);
        CheckFree(directory);
        try
        {
            return directory is null ? CreateNumbered(experimentName, root, files) : Claim(directory, root, files);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException(
                $"{path}: no run can be kept here ({exception.Message}); choose another folder", exception)
            {
                Remedy = Remedy.WriteElsewhere,
            };
        }
    }

    /// <summary>Refuses a folder in which something is already; that is known before the data is looked for.</summary>
    /// <param name="directory">The exact folder; null for the next number.</param>
    /// <exception cref="InvalidInputException">It is a file, a folder that is not empty, or one that may not be listed.</exception>
    internal static void CheckFree(string? directory)
    {
        if (File.Exists(directory))
            throw new InvalidInputException($"{directory}: this is a file; choose another folder") { Remedy = Remedy.WriteElsewhere };
        try
        {
            if (Directory.Exists(directory) && Directory.EnumerateFileSystemEntries(directory).Any())
                throw new InvalidInputException($"{directory}: this folder is not empty, and nothing is overwritten; choose another folder") { Remedy = Remedy.WriteElsewhere };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"{directory}: cannot be listed ({exception.Message}); choose another folder", exception) { Remedy = Remedy.WriteElsewhere };
        }
    }

    /// <summary>
    /// Opens a run by path, by name (<c>part3/2</c>), or the best of an experiment (<c>part3</c>) that was trained to the end as the experiment
    /// says: <see cref="Reason"/> says which. Where there is none it is the latest.
    /// </summary>
    /// <param name="pathOrName">The path or name.</param>
    /// <param name="root">The folder that holds runs.</param>
    /// <exception cref="InvalidInputException">There is no such run.</exception>
    public static RunFolder Open(string pathOrName, string root = DefaultRoot) => Find(pathOrName, root, runs =>
    {
        string experiment = FilePath.GetFileName(FilePath.TrimEndingDirectorySeparator(pathOrName));
        (RunFolder run, string reason) = RunChoice.Of(experiment, runs);
        return new(run.Path, run.Name) { Reason = reason };
    });

    /// <summary>Opens a run by path, by name, or the latest of an experiment, whatever became of it.</summary>
    /// <inheritdoc cref="Open(string, string)"/>
    public static RunFolder OpenLatest(string pathOrName, string root = DefaultRoot) => Find(pathOrName, root, runs => runs[^1]);

    private static RunFolder Find(string pathOrName, string root, Func<IReadOnlyList<RunFolder>, RunFolder> choose)
    {
        string[] candidates = [pathOrName, FilePath.Combine(root, pathOrName), RunNames.Numbered(root, pathOrName)];
        foreach (string path in candidates)
        {
            if (File.Exists(FilePath.Combine(path, "experiment.yaml")))
                return new(path, RunNames.NameOf(path, root));
            if (RunNames.RunsIn(path).ToList() is { Count: > 0 } runs)
                return choose([.. runs.Select(run => new RunFolder(run, RunNames.NameOf(run, root)))]);
        }

        if (candidates.FirstOrDefault(path => File.Exists(FilePath.Combine(path, "log.txt"))) is { } claimed)
            throw RunText.Missing(FilePath.Combine(claimed, "experiment.yaml"));
        throw RunNames.NoSuch(pathOrName, root);
    }

    /// <summary>The same folder, written to by other means.</summary>
    internal RunFolder On(FileSystem files) => new(Path, Name, files);

    /// <summary>Every run below a folder, complete or not: those with a number, and folders that were chosen.</summary>
    /// <param name="root">The folder that holds runs.</param>
    /// <exception cref="InvalidInputException">There is no such folder, or it may not be looked into.</exception>
    public static IReadOnlyList<RunFolder> All(string root = DefaultRoot)
    {
        if (!Directory.Exists(root))
            throw new InvalidInputException($"{root}: there is no such folder of runs; name another, or train one first") { Remedy = Remedy.TrainFirst };
        try
        {
            return [.. Directory.EnumerateDirectories(root).Order(StringComparer.Ordinal).SelectMany(RunNames.FoldersAt).Select(path => new RunFolder(path, RunNames.NameOf(path, root)))];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"{root}: cannot be looked into ({exception.Message}); check your rights", exception);
        }
    }

    /// <summary>The experiment as it was run.</summary>
    /// <exception cref="InvalidInputException">The file is missing or damaged.</exception>
    public Experiment LoadExperiment() => File.Exists(ExperimentFile)
        ? ExperimentCatalogue.LoadFile(ExperimentFile)
        : throw RunText.Missing(ExperimentFile);

    /// <summary>Where and on what it ran.</summary>
    /// <exception cref="InvalidInputException">The file is missing or damaged.</exception>
    public RunEnvironment LoadEnvironment() => RunEnvironmentFile.Read(EnvironmentFile);

    /// <summary>What the final weights took each evaluated image for, in the images' order.</summary>
    /// <exception cref="InvalidInputException">The file is missing or damaged.</exception>
    public IReadOnlyList<Prediction> LoadPredictions() => PredictionTable.Read(PredictionsFile);

    /// <summary>The figures of the completed epochs; also those of a run that is still going on.</summary>
    /// <exception cref="InvalidInputException">The file is missing or damaged.</exception>
    public IReadOnlyList<RecordedEpoch> LoadEpochs() => MetricsTable.Read(MetricsFile);

    /// <summary>The worst mistakes of the final weights, with their images.</summary>
    /// <exception cref="InvalidInputException">The file is missing or damaged.</exception>
    public IReadOnlyList<Mistake> LoadMistakes() => MistakeFile.Read(MistakesFile);

    /// <summary>Training images whose labels may be wrong, the surest first; none where that was not looked for.</summary>
    /// <exception cref="InvalidInputException">The file is damaged.</exception>
    public IReadOnlyList<Mistake> LoadSuspects() => File.Exists(SuspectsFile) ? MistakeFile.Read(SuspectsFile) : [];

    /// <summary>How it ended.</summary>
    /// <exception cref="InvalidInputException">The file is missing, as it is before the end, or damaged.</exception>
    public RecordedResult LoadResult() => File.Exists(ResultFile)
        ? RunResultFile.Read(ResultFile)
        : throw new InvalidInputException($"{ResultFile}: this file is missing: the run is not over, or it was cut off");

    /// <summary>What was said while it ran, line by line; also of a run that is still going on.</summary>
    /// <exception cref="InvalidInputException">The file is missing or cannot be read.</exception>
    public IReadOnlyList<string> LoadLog() => RunText.Read(LogFile).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>What a probe measured on the trained network; older runs did not keep it.</summary>
    /// <exception cref="InvalidInputException">The file is missing or damaged.</exception>
    internal TrainingStatistics LoadStatistics() => File.Exists(StatisticsFile)
        ? Lab.StatisticsFile.Read(StatisticsFile)
        : throw new InvalidInputException(
            $"{StatisticsFile}: this file is missing: the trained network was not looked into; diagnose the run where its data is available");

    /// <summary>The trained network.</summary>
    /// <param name="weights">Which weights.</param>
    /// <exception cref="InvalidInputException">The files are missing or damaged.</exception>
    public Network LoadNetwork(RunWeights weights = RunWeights.Final)
    {
        Experiment experiment = LoadExperiment();
        var network = new Network(experiment.Network, experiment.Seed);
        NetworkWeights.Load(network, ExistingWeightsFile(weights));
        return network;
    }

    /// <summary>The trained network with all that is needed to use it: normalization and class names.</summary>
    /// <param name="weights">Which weights.</param>
    /// <exception cref="InvalidInputException">The files are missing or damaged.</exception>
    public TrainedNetwork LoadTrained(RunWeights weights = RunWeights.Final)
    {
        Experiment experiment = LoadExperiment();
        string path = ExistingWeightsFile(weights);
        return TrainedNetwork.Load(path, experiment.Describe(experiment.Data.Normalization ?? LoadEnvironment().Normalization));
    }

    /// <summary>The file of some weights.</summary>
    public string WeightsFile(RunWeights weights) => Inside(weights == RunWeights.Best ? "best.safetensors" : "final.safetensors");

    private string ExistingWeightsFile(RunWeights weights)
    {
        string path = WeightsFile(weights);
        return File.Exists(path)
            ? path
            : throw (LoadEpochs().Count > 0
                ? RunText.Missing(path)
                : new InvalidInputException(File.Exists(ResultFile) && LoadResult().Status == Training.TrainingStatus.Diverged
                    ? $"{path}: there are no weights: training diverged in its first epoch; train again with a lower learning rate"
                    : $"{path}: there are no weights: the run stopped before its first epoch was over; train again"));
    }

    private string Inside(string name) => FilePath.Combine(Path, name);

    private static RunFolder CreateNumbered(string experimentName, string root, FileSystem files)
    {
        string parent = FilePath.Combine(root, experimentName);
        int number = Directory.Exists(parent)
            ? Directory.EnumerateDirectories(parent).Select(RunNames.NumberOf).DefaultIfEmpty(0).Max() + 1
            : 1;
        while (true)
        {
            string path = FilePath.Combine(parent, $"{number:D3}");
            try
            {
                return Claim(path, root, files);
            }
            catch (IOException) when (File.Exists(FilePath.Combine(path, "log.txt")))
            {
                // Another process took this number in the meantime.
                number++;
            }
        }
    }

    // Making a folder that is already there is no error, but making a new file is: the log claims the folder.
    private static RunFolder Claim(string path, string root, FileSystem files)
    {
        files.CreateDirectory(path);
        var folder = new RunFolder(path, RunNames.NameOf(path, root), files);
        using Stream log = files.Open(folder.LogFile, FileMode.CreateNew);
        return folder;
    }
}
