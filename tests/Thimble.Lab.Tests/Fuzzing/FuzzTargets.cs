using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Thimble.Lab.Plots;
using Thimble.Lab.Reports;
using Thimble.Lab.Search;
using Thimble.Lab.Tests.Search;
using Thimble.Training;

namespace Thimble.Lab.Tests.Fuzzing;

/// <summary>Every reader of files that there is. A new one is a line here; a test asks for it.</summary>
public sealed class FuzzTargets : IDisposable
{
    /// <summary>Methods that are called like readers and read no file, or whose reading is that of others.</summary>
    internal static readonly string[] NoReaders = ["FileSystem.Open", "OrdinaryFile.Open"];

    private const string Changes =
        "recipe.optimizer.sgd.learning_rate=0.05\nnetwork.0.conv2d.kernel=[3, 3]\nnetwork.6.max_pool2d.stride=2\ndata={name: mnist, train_images: 100}\nrecipe.augmentation={scale: 0.1}\nbudget=~";

    private const string Yaml =
        """
        name: small
        target: 97%
        data: {name: synthetic-digits, train_images: 64, test_images: 32, normalization: {mean: [0.13], standard_deviation: [0.31]}}
        input: [1, 28, 28]
        network:
          - conv2d: {out: 2, kernel: 5, stride: 2}
          - batch_norm2d
          - relu
          - residual: [{conv2d: {out: 2, kernel: 3, padding: 1}}, {dropout2d: 0.2}]
          - adaptive_avg_pool2d
          - flatten
          - linear: 10
        recipe:
          epochs: 3
          batch_size: 32
          optimizer: {sgd: {learning_rate: 0.1, momentum: 0.9}}
          weight_average: 0.9
          augmentation: {rotation_degrees: 5}
        budget: {accuracy: 97%, parameters_below: 1000, epochs: 3}
        reference: {source: a book, parameters: 101, best_test_accuracy: 99%}
        """;

    private readonly string _root = Directory.CreateTempSubdirectory("thimble-fuzz-").FullName;
    private readonly RunFolder _finished;
    private readonly RunFolder _stopped;

    /// <summary>Trains the runs whose files are damaged.</summary>
    public FuzzTargets()
    {
        Experiment experiment = Experiments.Read(Yaml);
        Dataset data = experiment.Data.Apply(SyntheticDigits.Create(64, 32));
        var options = new ExperimentRunOptions { Threads = 1, Root = _root };
        _finished = ExperimentRun.Start(experiment, data, options).Folder;
        using var stop = new CancellationTokenSource();
        _stopped = ExperimentRun.Start(experiment, data, options, new StopAfterEpoch(stop), stop.Token).Folder;
        All = [.. Files(), .. OfTheFinishedRun()];
        Assert.Equal(Names, All.Select(target => target.Name));
    }

    /// <summary>The names of <see cref="All"/>, which are known before anything is trained.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "safetensors", "weights", "a structure with its hash", "a state dict", "a checkpoint", "IDX images", "IDX labels", "gzipped IDX", "four IDX files",
        "PNG", "PNG with checksums", .. SourceTargets.Names, "an experiment", "changed settings", "a search", "a journal", "a group of seeds",
        .. ((string[])["experiment.yaml", "metrics.csv", "predictions.csv", "mistakes.json", "probe.json", "environment.json", "result.json", "log.txt"])
            .SelectMany(file => (string[])[file, $"a report with {file}"]),
    ];

    internal IReadOnlyList<FuzzTarget> All { get; }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_root, recursive: true);

    private IEnumerable<FuzzTarget> Files()
    {
        byte[] weights = File.ReadAllBytes(_finished.WeightsFile(RunWeights.Final));
        NetworkDescription description = TrainedNetwork.Load(_finished.WeightsFile(RunWeights.Final)).Description;
        Network network = _finished.LoadNetwork();
        yield return new("safetensors", [weights], bytes => SafetensorsFile.Read(At("a.safetensors", bytes)), "SafetensorsFile.Read", "SafetensorsHeader.Parse");
        yield return new("weights", [weights], bytes => TrainedNetwork.Load(At("b.safetensors", bytes)), "TrainedNetwork.Load", "Classifier.Load", "TrainedNetworks.Load");
        yield return new(
            "a structure with its hash",
            [Encoding.UTF8.GetBytes(SafetensorsFile.Read(_finished.WeightsFile(RunWeights.Final)).Metadata[NetworkDescriptionJson.Key])],
            bytes =>
            {
                string text = Encoding.UTF8.GetString(bytes);
                string path = Path.Combine(_root, "c.safetensors");
                NetworkWeights.Save(network, path, new Dictionary<string, string>
                {
                    [NetworkDescriptionJson.Key] = text,
                    [$"{NetworkDescriptionJson.Key}.sha256"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))),
                });
                TrainedNetwork.Load(path);
            })
        { IsText = true };
        SafetensorsFile.Write(Path.Combine(_root, "dict"), SafetensorsFile.Read(_finished.WeightsFile(RunWeights.Final)).Tensors, new Dictionary<string, string>());
        yield return new(
            "a state dict", [File.ReadAllBytes(Path.Combine(_root, "dict"))], bytes => TrainedNetwork.Load(At("d.safetensors", bytes), description), "NetworkWeights.Load");
        yield return new(
            "a checkpoint",
            [File.ReadAllBytes(_stopped.CheckpointFile)],
            bytes =>
            {
                File.WriteAllBytes(_stopped.CheckpointFile, bytes);
                using var trainer = new Trainer(
                    new Network(_stopped.LoadExperiment().Network, 1), _stopped.LoadExperiment().Recipe, SyntheticDigits.Create(64, 32), new TrainerOptions(1, 1));
                using ResumableRun run = ResumableRun.Load(_stopped);
                trainer.Resume(run.Checkpoint, run.Epochs);
            },
            "CheckpointFile.Read", "ResumableRun.Load");
        foreach (FuzzTarget target in Images().Concat(SourceTargets.In(At)))
            yield return target;
        yield return new(
            "an experiment",
            [.. ExperimentCatalogue.Names.Select(name => Encoding.UTF8.GetBytes(ExperimentCatalogue.BuiltInText(name))), Encoding.UTF8.GetBytes(Yaml)],
            bytes =>
            {
                Experiment experiment = ExperimentCatalogue.Load(At("e.yaml", bytes));
                Experiments.Read(ExperimentWriter.Write(experiment));
                SummaryTable.Render(experiment.Network, wide: true);
            },
            "ExperimentCatalogue.Load", "ExperimentCatalogue.LoadFile", "ExperimentCatalogue.ReadText", "ExperimentReader.Read", "YamlText.Parse")
        { IsText = true, Cases = 200 };
        yield return new(
            "changed settings",
            [Encoding.UTF8.GetBytes(Changes)],
            bytes => ExperimentWriter.Write(ExperimentCatalogue.Load(
                "sprint", [.. Encoding.UTF8.GetString(bytes).Split('\n').Select(line => line.Split('=', 2)).Where(parts => parts.Length == 2).Select(parts => new SettingChange(parts[0], parts[1]))])),
            "ChangedExperiment.Read", "ExperimentCatalogue.Read")
        { IsText = true };
        yield return new(
            "a search",
            [Encoding.UTF8.GetBytes(Searches.Small)],
            bytes => SearchDefinition.Load(At("f.yaml", bytes)),
            "SearchDefinition.Load", "SearchReader.Read", "TemplateReader.Read")
        { IsText = true };
        string journal = Path.Combine(_root, "journal.jsonl");
        using (SearchJournal open = SearchJournal.Open(journal))
        {
            open.Begin(Searches.Plan(Searches.Small), "1.2.3");
            open.Add(new SearchRun("a", 1, 0, 1, TrainingStatus.Completed, [3, 9], 100, 0.5));
        }

        yield return new("a journal", [File.ReadAllBytes(journal)], bytes => SearchJournal.Open(At("journal.jsonl", bytes)).Dispose(), "SearchJournal.Open") { IsText = true };
        SeedGroup group = SeedGroup.Begin("small", [1, 2], _root).With(1, _finished);
        yield return new(
            "a group of seeds",
            [File.ReadAllBytes(group.Path)],
            bytes => RecordedGroup.Load(SeedGroup.Load(At("seeds.json", bytes))),
            "SeedGroup.Load", "SeedGroupFile.Read")
        { IsText = true };
    }

    private IEnumerable<FuzzTarget> Images()
    {
        ImageDataset digits = SyntheticDigits.Create(6, 4).Train;
        byte[] images = [0, 0, 8, 3, 0, 0, 0, 6, 0, 0, 0, 28, 0, 0, 0, 28, .. Enumerable.Range(0, 6).SelectMany(index => digits.Pixels(index).ToArray())];
        byte[] labels = [0, 0, 8, 1, 0, 0, 0, 6, .. digits.Labels];
        byte[] picture = PngWriter.Grey(digits.Pixels(0), 28, 28);
        yield return new("IDX images", [images], bytes => IdxFile.ReadImages(At("images", bytes)), "IdxFile.ReadImages");
        yield return new("IDX labels", [labels], bytes => IdxFile.ReadLabels(At("labels", bytes)), "IdxFile.ReadLabels", "IdxSet.ReadFile");
        yield return new("gzipped IDX", [Zipped(images), images], bytes => IdxFile.ReadImages(At("images.gz", bytes is [0x1f, ..] ? bytes : Zipped(bytes))));
        string[] names = [.. IdxSet.FileNames];
        foreach (string name in names)
            At(name, IdxSet.HoldsImages(name) ? images : labels);
        yield return new(
            "four IDX files",
            [labels],
            bytes =>
            {
                At(names.First(name => !IdxSet.HoldsImages(name)), bytes);
                new DatasetCatalogue(new DatasetLocations(null, Path.Combine(_root, "cache"))).Open(null, allowDownload: false, _root);
            },
            "DatasetCatalogue.Open");
        yield return new("PNG", [picture], bytes => PngReader.Read(At("a.png", bytes)), "PngReader.Read", "PngChunks.Parse") { MostMemory = 1 << 30 };
        yield return new("PNG with checksums", [picture], bytes => PngReader.Read(At("b.png", WithChecksums(bytes)))) { MostMemory = 1 << 30 };
    }

    // Each by itself, and then what is made of all of them.
    private IEnumerable<FuzzTarget> OfTheFinishedRun()
    {
        (string Path, Action Read, string[] Covers)[] files =
        [
            (_finished.ExperimentFile, () => _finished.LoadExperiment(), ["RunFolder.LoadExperiment"]),
            (_finished.MetricsFile, () => _finished.LoadEpochs(), ["MetricsTable.Read", "RunFolder.LoadEpochs"]),
            (_finished.PredictionsFile, () => _finished.LoadPredictions(), ["PredictionTable.Read", "RunFolder.LoadPredictions"]),
            (_finished.MistakesFile, () => _finished.LoadMistakes(), ["MistakeFile.Read", "RunFolder.LoadMistakes", "RunFolder.LoadSuspects"]),
            (_finished.StatisticsFile, () => _finished.LoadStatistics(), ["StatisticsFile.Read", "RunFolder.LoadStatistics"]),
            (_finished.EnvironmentFile, () => _finished.LoadEnvironment(), ["RunEnvironmentFile.Read", "RunFolder.LoadEnvironment", "JsonFile.Read"]),
            (_finished.ResultFile, () => _finished.LoadResult(), ["RunResultFile.Read", "RunFolder.LoadResult"]),
            (_finished.LogFile, () => _finished.LoadLog(), ["RunText.Read", "RunText.ReadBytes", "RunFolder.LoadLog"]),
        ];
        foreach ((string path, Action read, string[] covers) in files)
        {
            byte[] sound = File.ReadAllBytes(path);
            yield return new(Path.GetFileName(path), [sound], bytes => With(path, bytes, sound, read), covers) { IsText = true, TakesAnything = path == _finished.LogFile };
            yield return new($"a report with {Path.GetFileName(path)}", [sound], bytes => With(path, bytes, sound, ReadWhole), "RunFolder.Open", "RunFolder.OpenLatest", "RecordedRun.Load", "RunCatalogue.Read", "RunFolder.LoadNetwork", "RunFolder.LoadTrained")
            {
                IsText = true,
                // What cannot be read is said in the report, and the rest is there.
                TakesAnything = true,
                Cases = 8,
            };
        }
    }

    private void ReadWhole()
    {
        Report.Of(_finished);
        Report.Of(_finished, _stopped);
        RunCatalogue.Read(_root);
        RunFindings.Of(_finished);
        _finished.LoadTrained();
        _finished.LoadNetwork();
    }

    private static void With(string path, byte[] bytes, byte[] sound, Action read)
    {
        File.WriteAllBytes(path, bytes);
        try
        {
            read();
        }
        finally
        {
            File.WriteAllBytes(path, sound);
        }
    }

    private string At(string name, byte[] bytes)
    {
        string path = Path.Combine(_root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private static byte[] Zipped(byte[] bytes)
    {
        using var zipped = new MemoryStream();
        using (var zip = new GZipStream(zipped, CompressionLevel.Fastest, leaveOpen: true))
            zip.Write(bytes);
        return zipped.ToArray();
    }

    // Or nothing but checksums would be tried.
    private static byte[] WithChecksums(byte[] png)
    {
        const int Head = 8;
        using var repaired = new MemoryStream();
        repaired.Write(png.AsSpan(0, Math.Min(Head, png.Length)));
        for (int at = Head; at < png.Length;)
        {
            int left = png.Length - at;
            long length = left >= 12 ? System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at)) : long.MaxValue;
            if (length > left - 12)
            {
                repaired.Write(png.AsSpan(at));
                break;
            }

            PngWriter.WriteChunk(repaired, png.AsSpan(at + 4, 4), png.AsSpan(at + 8, (int)length));
            at += (int)length + 12;
        }

        return repaired.ToArray();
    }
}
