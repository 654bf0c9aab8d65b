using Thimble.Training;

namespace Thimble.Lab.TensorBoard;

/// <summary>Keeps a run's figures in a file that TensorBoard shows, also while the run goes on: a step an epoch.</summary>
public sealed class EventRecorder : ITrainingObserver, IDisposable
{
    private readonly FileStream _file;
    private readonly string _split;
    private readonly TimeProvider _time;

    /// <summary>Begins the file.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="split">What is evaluated: <c>test</c> or <c>validation</c>; it is part of the tags.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="InvalidInputException">The folder cannot be written to.</exception>
    public EventRecorder(RunFolder folder, string split, TimeProvider time)
    {
        _split = split;
        _time = time;
        DateTimeOffset now = time.GetUtcNow();
        // TensorBoard knows its files by this beginning.
        string path = Path.Combine(folder.Path, $"events.out.tfevents.{now.ToUnixTimeSeconds()}.thimble");
        try
        {
            _file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"{path}: cannot be written ({exception.Message}); choose another folder", exception) { Remedy = Remedy.WriteElsewhere };
        }

        Append(EventMessage.First(now));
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
        catch (IOException exception)
        {
            throw new InvalidInputException(
                $"{_file.Name}: cannot be written ({exception.Message}); free some space or choose another folder", exception)
            {
                Remedy = Remedy.WriteElsewhere,
            };
        }
    }
}
