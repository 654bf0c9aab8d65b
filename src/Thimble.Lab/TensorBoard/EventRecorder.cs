using Thimble.Training;

namespace Thimble.Lab.TensorBoard;

/// <summary>Keeps a run's figures in a file that TensorBoard shows, also while the run is going: a step an epoch.</summary>
public sealed class EventRecorder : ITrainingObserver, IDisposable
{
    private const string Prefix = "events.out.tfevents.";
    private const string Suffix = ".thimble";
    private readonly Stream _file;
    private readonly string _path;
    private readonly string _split;
    private readonly TimeProvider _time;

    /// <summary>Begins a file. A run that is resumed has another one: TensorBoard reads all of a folder as one run.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="split">What is evaluated: <c>test</c> or <c>validation</c>; it is part of the tags.</param>
    /// <param name="time">The clock.</param>
    /// <param name="resumedAfter">The epoch that the run is resumed after; 0 for a new one.</param>
    /// <exception cref="InvalidInputException">The folder cannot be written to.</exception>
    public EventRecorder(RunFolder folder, string split, TimeProvider time, int resumedAfter = 0)
    {
        _split = split;
        _time = time;
        DateTimeOffset now = time.GetUtcNow();
        _path = folder.Path;
        try
        {
            _path = NewPath(folder, now.ToUnixTimeSeconds());
            _file = folder.Files.Open(_path, FileMode.CreateNew, FileShare.Read);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CannotBeWritten(exception);
        }

        try
        {
            Append(EventMessage.First(now));
            // An epoch that was cut off between its figures and its checkpoint is trained, and shown, again.
            if (resumedAfter > 0)
                Append(EventMessage.Restart(now, resumedAfter + 1));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Whether a run has such files.</summary>
    /// <exception cref="InvalidInputException">The folder cannot be listed.</exception>
    internal static bool IsUsedBy(RunFolder folder)
    {
        try
        {
            return Directory.EnumerateFiles(folder.Path, Prefix + "*").Any();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw RunText.Unreadable(folder.Path, exception);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidInputException">The file can no longer be written to.</exception>
    public void OnEpoch(EpochResult epoch, Network network) => Append(EventMessage.Scalars(
        _time.GetUtcNow(),
        epoch.Epoch,
        [
            new("loss/train", epoch.Training.Loss),
            new("accuracy/train", epoch.Training.Accuracy),
            new($"loss/{_split}", epoch.Evaluated.Loss),
            new($"accuracy/{_split}", epoch.Evaluated.Accuracy),
            new("learning_rate", epoch.LearningRate),
        ]));

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    // One write a record: who reads along sees whole ones.
    private void Append(byte[] message)
    {
        using var record = new MemoryStream();
        RecordFrame.Write(record, message);
        try
        {
            _file.Write(record.ToArray());
            _file.Flush();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CannotBeWritten(exception);
        }
    }

    private InvalidInputException CannotBeWritten(Exception exception) =>
        new($"{_path}: cannot be written ({exception.Message}); free some space or choose another folder", exception) { Remedy = Remedy.WriteElsewhere };

    // TensorBoard knows its files by their beginning, and reads them in the order of their names: after the last, whatever the clock says.
    private static string NewPath(RunFolder folder, long second)
    {
        long last = Directory.EnumerateFiles(folder.Path, Prefix + "*" + Suffix)
            .Select(path => long.TryParse(Path.GetFileName(path)[Prefix.Length..^Suffix.Length], out long number) ? number : 0)
            .DefaultIfEmpty().Max();
        return Path.Combine(folder.Path, $"{Prefix}{Math.Max(second, last + 1)}{Suffix}");
    }
}
