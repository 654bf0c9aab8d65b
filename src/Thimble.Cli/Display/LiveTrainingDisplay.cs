using Spectre.Console;
using Thimble.Training;

namespace Thimble.Cli.Display;

/// <summary>Training on a terminal: a line that moves while an epoch runs, and a settled one for each epoch.</summary>
internal sealed class LiveTrainingDisplay(
    IAnsiConsole console, int epochs, TimeProvider time, string split = Dataset.TestName) : ITrainingObserver, IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(80);
    private readonly LiveLine _line = new(console);
    private readonly EpochTable _table = new(epochs, console.Profile.Capabilities.Unicode, split);
    private readonly RunClock _clock = new(epochs, time);
    private double _bestAccuracy = -1;
    private bool _hasHead;
    private long? _lastDrawing;

    /// <inheritdoc/>
    public void OnBatch(in BatchProgress progress)
    {
        bool isLast = progress.Batch == progress.BatchCount - 1;
        if (!isLast && _lastDrawing is { } last && time.GetElapsedTime(last) < Pause)
            return;
        _lastDrawing = time.GetTimestamp();
        _line.Draw(LineOf(progress, isLast));
    }

    /// <inheritdoc/>
    public void OnEpoch(EpochResult epoch, Network network)
    {
        bool isBest = epoch.Evaluated.Accuracy > _bestAccuracy;
        _bestAccuracy = Math.Max(_bestAccuracy, epoch.Evaluated.Accuracy);
        _line.Clear();
        if (!_hasHead)
            console.MarkupLine(_table.Head(console.Profile.Width - 1));
        _hasHead = true;
        console.MarkupLine(_table.Row(epoch, isBest, _clock.Passed, _clock.LeftAfter(epoch), console.Profile.Width - 1));
    }

    /// <summary>Leaves no half-finished line behind.</summary>
    public void Dispose() => _line.Clear();

    // The time left is the whole run's: that of the epoch is seen by the bar.
    private string LineOf(in BatchProgress progress, bool isLast)
    {
        string epoch = _table.EpochOf(progress.Epoch);
        string batches = progress.BatchCount.ToString();
        // Most important first: on a narrow terminal the last ones are left out. Padded, so that they stand still.
        string[] parts =
        [
            $"loss {progress.Loss:0.0000}",
            $"acc {progress.Accuracy,6:0.00%}",
            isLast ? "testing… " : $"{Duration.Clock(_clock.LeftAfter(progress))} left",
            $"{progress.ImagesPerSecond,6:N0} images/s",
            $"{(progress.Batch + 1).ToString().PadLeft(batches.Length)}/{batches}",
        ];
        const int Gap = 2;
        const int LeastBar = 8;
        int free = _line.Width - epoch.Length - Gap - LeastBar;
        int count = 0;
        for (; count < parts.Length && free >= parts[count].Length + Gap; count++)
            free -= parts[count].Length + Gap;
        string bar = ProgressBar.Markup(
            (progress.Batch + 1.0) / progress.BatchCount, Math.Clamp(LeastBar + free, 0, 40), console.Profile.Capabilities.Unicode);
        return $"[bold]{epoch}[/]  {bar}{string.Concat(parts.Take(count).Select(part => "  " + part))}";
    }
}
