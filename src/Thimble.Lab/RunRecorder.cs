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
    private readonly FileStream _lock;
    private readonly StreamWriter _metrics;
    private readonly StreamWriter _log;
    private double _bestAccuracy = double.NegativeInfinity;

    /// <summary>Writes what is known before training starts: the experiment, the environment, the heads of the logs.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="experiment">The experiment as resolved.</param>
    /// <param name="environment">Where it runs.</param>
    /// <exception cref="InvalidInputException">The folder cannot be written to.</exception>
    public RunRecorder(RunFolder folder, Experiment experiment, RunEnvironment environment)
        : this(folder, experiment, environment, Encoding.UTF8.GetBytes(ExperimentWriter.Write(experiment)), [MetricsTable.HeaderFor(environment.EvaluatedSplit)])
    {
        AtomicFile.Write(folder.ExperimentFile, stream => stream.Write(_experimentText));
        RunEnvironmentFile.Write(folder.EnvironmentFile, environment);
    }

    /// <summary>Goes on with a run: its figures are continued behind its checkpoint, and how it ended before is forgotten.</summary>
    /// <param name="run">The run.</param>
    /// <exception cref="InvalidInputException">The folder cannot be written to, or another process is training this run.</exception>
    public RunRecorder(ResumableRun run)
        : this(
            run.Folder, run.Experiment, run.Environment with { ThimbleVersion = RunEnvironment.CurrentVersion }, RunText.ReadBytes(run.Folder.ExperimentFile),
            RunText.Read(run.Folder.MetricsFile).Split('\n').Take(1 + run.Checkpoint.Epoch))
    {
        _bestAccuracy = run.Epochs.Max(epoch => epoch.Evaluated.Accuracy);
        if (!run.IsOfThisVersion)
            RunEnvironmentFile.Write(run.Folder.EnvironmentFile, WithBothVersions(run));
        // Of the epoch that it was stopped at: beside the figures of a later one they would be taken for that one's.
        foreach (string path in (string[])[run.Folder.ResultFile, run.Folder.PredictionsFile, run.Folder.MistakesFile, run.Folder.StatisticsFile])
            File.Delete(path);
        Log($"Resumed after epoch {run.Checkpoint.Epoch}{(run.IsOfThisVersion ? "" : $" by another version: {RunEnvironment.CurrentVersion} after {run.Version}")}");
    }

    private RunRecorder(RunFolder folder, Experiment experiment, RunEnvironment environment, byte[] experimentText, IEnumerable<string> metrics)
    {
        _folder = folder;
        _experiment = experiment;
        _environment = environment;
        _experimentText = experimentText;
        _lock = Lock(folder);
        AtomicFile.Write(folder.MetricsFile, stream => stream.Write(Encoding.UTF8.GetBytes(string.Concat(metrics.Select(line => line + "\n")))));
        _metrics = Open(folder.MetricsFile);
        _log = Open(folder.LogFile);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidInputException">The folder can no longer be written to.</exception>
    public void OnEpoch(EpochResult epoch, Network network)
    {
        // The weights first: an epoch that has a row has its weights.
        Dictionary<string, string> metadata = Metadata(epoch);
        var trained = new TrainedNetwork(network, _experiment.Describe(_environment.Normalization, _environment.Preparation));
        trained.Save(_folder.WeightsFile(RunWeights.Final), metadata);
        if (epoch.Evaluated.Accuracy > _bestAccuracy)
        {
            trained.Save(_folder.WeightsFile(RunWeights.Best), metadata);
            _bestAccuracy = epoch.Evaluated.Accuracy;
        }

        Append(_metrics, _folder.MetricsFile, MetricsTable.Row(epoch));
        Log(EpochLines.Training(epoch));
        Log(EpochLines.Evaluated(epoch, _environment.EvaluatedSplit));
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidInputException">The folder can no longer be written to.</exception>
    public void OnCheckpoint(TrainingCheckpoint checkpoint) =>
        CheckpointFile.Write(_folder.CheckpointFile, checkpoint, _experimentText, _environment.ThimbleVersion);

    /// <summary>Adds a line to the log.</summary>
    /// <exception cref="InvalidInputException">The folder can no longer be written to.</exception>
    public void Log(string line) => Append(_log, _folder.LogFile, line);

    /// <summary>Keeps what the final weights took each evaluated image for: what tells two runs apart, image by image.</summary>
    /// <param name="predictions">One prediction an image, in the images' order.</param>
    /// <exception cref="InvalidInputException">The folder can no longer be written to.</exception>
    public void KeepPredictions(IReadOnlyList<Prediction> predictions) => PredictionTable.Write(_folder.PredictionsFile, predictions);

    /// <summary>Keeps the worst mistakes with their images, so that the run can be looked at without its data.</summary>
    /// <param name="mistakes">The mistakes, the worst first.</param>
    /// <exception cref="InvalidInputException">The folder can no longer be written to.</exception>
    public void KeepMistakes(IReadOnlyList<Mistake> mistakes) => MistakeFile.Write(_folder.MistakesFile, mistakes);

    /// <summary>Keeps what a probe measured on the trained network, so that findings can be made without its data.</summary>
    /// <param name="statistics">What <see cref="NetworkProbe"/> measured.</param>
    /// <exception cref="InvalidInputException">The folder can no longer be written to.</exception>
    internal void KeepStatistics(TrainingStatistics statistics) => StatisticsFile.Write(_folder.StatisticsFile, statistics);

    /// <summary>Writes how the run ended.</summary>
    /// <exception cref="InvalidInputException">The folder can no longer be written to.</exception>
    public void Complete(TrainingResult result, Verdict verdict)
    {
        Log($"{result.Status} after {result.Epochs.Count} epochs{(result.Reason is { } reason ? $": {reason}" : "")}");
        foreach (VerdictLine line in verdict.Lines)
            Log($"{(line.Met ? "met" : "missed")}: {line}");
        RunResultFile.Write(_folder.ResultFile, result, verdict);
        // A finished run goes nowhere, and one whose loss is no number would only get there again.
        if (result.Status != TrainingStatus.Cancelled)
            File.Delete(_folder.CheckpointFile);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _metrics.Dispose();
        _log.Dispose();
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

    // Two processes that train the same run would write over each other. A process that ends lets go, however it ends.
    private static FileStream Lock(RunFolder folder)
    {
        try
        {
            return new FileStream(folder.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
        }
        catch (IOException exception) when (File.Exists(folder.LockFile))
        {
            throw new InvalidInputException($"{folder.Name}: another process is training this run; wait for its end, or stop it", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"{folder.Path}: cannot be written to ({exception.Message}); choose another folder", exception) { Remedy = Remedy.WriteElsewhere };
        }
    }

    private static StreamWriter Open(string path) =>
        Try(path, () => new StreamWriter(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read)) { NewLine = "\n" });

    private static void Append(StreamWriter writer, string path, string line) => Try(path, () =>
    {
        writer.WriteLine(line);
        writer.Flush();
        return writer;
    });

    private static StreamWriter Try(string path, Func<StreamWriter> action)
    {
        try
        {
            return action();
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
