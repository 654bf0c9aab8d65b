using System.Text;
using Thimble.Diagnosis;
using Thimble.Training;

namespace Thimble.Lab;

/// <summary>Keeps a run: writes its folder while it trains, so that a crash loses at most the epoch it fell into.</summary>
public sealed class RunRecorder : ITrainingObserver, IDisposable
{
    private readonly RunFolder _folder;
    private readonly Experiment _experiment;
    private readonly RunEnvironment _environment;
    private readonly byte[] _experimentText;
    private readonly IDisposable _lock;
    private Stream? _metrics;
    private Stream? _log;
    private double _bestAccuracy = double.NegativeInfinity;

    /// <summary>Writes what is known before training starts: the experiment, the environment, the heads of the logs.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="experiment">The experiment as resolved.</param>
    /// <param name="environment">Where it runs.</param>
    /// <exception cref="InvalidInputException">The folder cannot be written to.</exception>
    public RunRecorder(RunFolder folder, Experiment experiment, RunEnvironment environment)
        : this(folder, experiment, environment, Encoding.UTF8.GetBytes(ExperimentWriter.Write(experiment)), RunLock.Take(folder))
    {
        OrLetGo(() =>
        {
            WriteMetrics([MetricsTable.HeaderFor(environment.EvaluatedSplit)]);
            RunEnvironmentFile.Write(folder.EnvironmentFile, environment, folder.Files);
            // Last, because a folder that has it is a run, of which nothing may be missing.
            AtomicFile.Write(folder.ExperimentFile, stream => stream.Write(_experimentText), folder.Files);
            OpenLogs();
        });
    }

    /// <summary>Resumes a run: its figures continue after its checkpoint, and how it ended before is forgotten.</summary>
    /// <param name="run">The run; its lock is taken over.</param>
    /// <exception cref="InvalidInputException">The folder cannot be written to.</exception>
    /// <exception cref="InvalidOperationException">The run was resumed or disposed already; load it again.</exception>
    public RunRecorder(ResumableRun run)
        : this(
            run.Folder, run.Experiment, run.Environment with { ThimbleVersion = RunEnvironment.CurrentVersion }, run.ExperimentText, run.TakeLock())
    {
        _bestAccuracy = run.Epochs.Select(epoch => epoch.Evaluated.Accuracy).DefaultIfEmpty(double.NegativeInfinity).Max();
        OrLetGo(() =>
        {
            ClearFolder();
            WriteMetrics(RunText.Read(run.Folder.MetricsFile).Split('\n').Take(1 + run.Checkpoint.Epoch));
            if (!run.IsOfThisVersion)
                RunEnvironmentFile.Write(run.Folder.EnvironmentFile, WithBothVersions(run), run.Folder.Files);
            bool isCutOff = File.Exists(run.Folder.LogFile) && RunText.ReadBytes(run.Folder.LogFile) is [.., not (byte)'\n'];
            OpenLogs();
            // A line that a full disk or a kill cut off would run into the next one.
            if (isCutOff)
                Log("");
            Log($"Resumed after epoch {run.Checkpoint.Epoch}{(run.IsOfThisVersion ? "" : $" by another version: {RunEnvironment.CurrentVersion} after {run.Version}")}");
        });
    }

    private RunRecorder(RunFolder folder, Experiment experiment, RunEnvironment environment, byte[] experimentText, IDisposable held)
    {
        _folder = folder;
        _experiment = experiment;
        _environment = environment;
        _experimentText = experimentText;
        _lock = held;
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidInputException">The folder can no longer be written to.</exception>
    public void OnEpoch(EpochResult epoch, Network network)
    {
        // The weights first: an epoch that has a row has its weights.
        Dictionary<string, string> metadata = Metadata(epoch);
        var trained = new TrainedNetwork(network, _experiment.Describe(_environment.Normalization, _environment.Preparation, _environment.ClassNames));
        trained.Save(_folder.WeightsFile(RunWeights.Final), metadata, _folder.Files);
        if (epoch.Evaluated.Accuracy > _bestAccuracy)
        {
            trained.Save(_folder.WeightsFile(RunWeights.Best), metadata, _folder.Files);
            _bestAccuracy = epoch.Evaluated.Accuracy;
        }

        Append(_metrics!, _folder.MetricsFile, MetricsTable.Row(epoch));
        Log(EpochLines.Training(epoch));
        Log(EpochLines.Evaluated(epoch, _environment.EvaluatedSplit));
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidInputException">The folder can no longer be written to.</exception>
    public void OnCheckpoint(TrainingCheckpoint checkpoint) =>
        CheckpointFile.Write(_folder.CheckpointFile, checkpoint, _experimentText, _environment.ThimbleVersion, _folder.Files);

    /// <summary>Adds a line to the log.</summary>
    /// <exception cref="InvalidInputException">The folder can no longer be written to.</exception>
    public void Log(string line) => Append(_log!, _folder.LogFile, line);

    /// <summary>Keeps what the final weights took each evaluated image for: what tells two runs apart, image by image.</summary>
    /// <param name="predictions">One prediction an image, in the images' order.</param>
    /// <exception cref="InvalidInputException">The folder can no longer be written to.</exception>
    public void KeepPredictions(IReadOnlyList<Prediction> predictions) => PredictionTable.Write(_folder.PredictionsFile, predictions, _folder.Files);

    /// <summary>Adds to the weights how far their answers are to be believed.</summary>
    /// <param name="weights">Which weights; the file is replaced in one step.</param>
    /// <param name="trained">The network that is in it.</param>
    /// <param name="calibration">What was measured.</param>
    /// <exception cref="InvalidInputException">The file cannot be read again, or the folder can no longer be written to.</exception>
    internal void KeepCalibration(RunWeights weights, TrainedNetwork trained, Calibration calibration)
    {
        string path = _folder.WeightsFile(weights);
        IReadOnlyDictionary<string, string> metadata = SafetensorsFile.Read(path).Metadata;
        (trained with { Description = trained.Description with { Calibration = calibration } }).Save(path, metadata, _folder.Files);
    }

    /// <summary>Keeps the worst mistakes with their images, so that the run can be looked at without its data.</summary>
    /// <param name="mistakes">The mistakes, the worst first.</param>
    /// <exception cref="InvalidInputException">The folder can no longer be written to.</exception>
    public void KeepMistakes(IReadOnlyList<Mistake> mistakes) => MistakeFile.Write(_folder.MistakesFile, mistakes, _folder.Files);

    /// <summary>Keeps training images whose labels may be wrong.</summary>
    /// <param name="suspects">The images, the surest first.</param>
    /// <exception cref="InvalidInputException">The folder can no longer be written to.</exception>
    public void KeepSuspects(IReadOnlyList<Mistake> suspects) => MistakeFile.Write(_folder.SuspectsFile, suspects, _folder.Files);

    /// <summary>Keeps what a probe measured on the trained network, so that findings can be made without its data.</summary>
    /// <param name="statistics">What <see cref="NetworkProbe"/> measured.</param>
    /// <exception cref="InvalidInputException">The folder can no longer be written to.</exception>
    internal void KeepStatistics(TrainingStatistics statistics) => StatisticsFile.Write(_folder.StatisticsFile, statistics, _folder.Files);

    /// <summary>Writes how the run ended.</summary>
    /// <exception cref="InvalidInputException">The folder can no longer be written to.</exception>
    public void Complete(TrainingResult result, Verdict verdict)
    {
        Log($"{result.Status} after {result.Epochs.Count} epochs{(result.Reason is { } reason ? $": {reason}" : "")}");
        foreach (VerdictLine line in verdict.Lines)
            Log($"{line.Outcome}: {line}");
        RunResultFile.Write(_folder.ResultFile, result, verdict, _folder.Files);
        // A finished run goes nowhere, and one whose loss is no number would only get there again.
        if (result.Status != TrainingStatus.Cancelled)
            Try(_folder.CheckpointFile, () => _folder.Files.Delete(_folder.CheckpointFile));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _metrics?.Dispose();
        _log?.Dispose();
        _lock.Dispose();
    }

    private static RunEnvironment WithBothVersions(ResumableRun run)
    {
        string before = run.Environment.ThimbleVersion;
        string rest = $", {RunEnvironment.CurrentVersion} from epoch {run.Checkpoint.Epoch + 1} on";
        // It is there already where the last attempt ended before its first epoch did.
        return run.Environment with { ThimbleVersion = before.EndsWith(rest, StringComparison.Ordinal) ? before : before + rest };
    }

    private Dictionary<string, string> Metadata(EpochResult epoch) => new(StringComparer.Ordinal)
    {
        ["thimble.version"] = _environment.ThimbleVersion,
        ["thimble.experiment"] = _experiment.Name,
        ["thimble.epoch"] = $"{epoch.Epoch}",
        ["thimble.seed"] = $"{_experiment.Seed}",
        ["thimble.data"] = $"{_environment.DataName} {_environment.EvaluatedSplit} {_environment.Evaluated.ContentHash}",
        [$"thimble.{_environment.EvaluatedSplit}_accuracy"] = $"{epoch.Evaluated.Correct}/{epoch.Evaluated.Count}",
    };

    // Of the epoch that it was stopped at: next to the figures of a later one they would look like that one's. The result first, without
    // which the others say nothing; and what a process that was killed had not put in place.
    private void ClearFolder() => Try(_folder.Path, () =>
    {
        string[] ended = [_folder.ResultFile, _folder.PredictionsFile, _folder.MistakesFile, _folder.SuspectsFile, _folder.StatisticsFile];
        string[] kept = [_folder.MetricsFile, _folder.EnvironmentFile, _folder.CheckpointFile, .. Enum.GetValues<RunWeights>().Select(_folder.WeightsFile)];
        foreach (string path in ended)
            _folder.Files.Delete(path);
        foreach (string path in ended.Concat(kept))
            AtomicFile.DeleteLeftovers(_folder.Path, Path.GetFileName(path), _folder.Files);
    });

    private void WriteMetrics(IEnumerable<string> lines) =>
        AtomicFile.Write(_folder.MetricsFile, stream => stream.Write(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")))), _folder.Files);

    // Held open, so that another program that reads them cannot close them to this one.
    private void OpenLogs()
    {
        Stream Open(string path)
        {
            Stream? file = null;
            Try(path, () => file = _folder.Files.Open(path, FileMode.Append, FileShare.Read));
            return file!;
        }

        _metrics = Open(_folder.MetricsFile);
        _log = Open(_folder.LogFile);
    }

    private static void Append(Stream file, string path, string line) => Try(path, () => file.Write(Encoding.UTF8.GetBytes(line + "\n")));

    private void OrLetGo(Action begin)
    {
        try
        {
            begin();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private static void Try(string path, Action change)
    {
        try
        {
            change();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException(
                $"{path}: cannot be written ({exception.Message}); free some space or choose another folder", exception)
            {
                Remedy = Remedy.WriteElsewhere,
            };
        }
    }
}
