using Thimble.Training;

namespace Thimble.Cli.Display;

/// <summary>How long a training has taken since this process began it, and how long it will take to its last epoch at the mean pace so far.</summary>
/// <param name="epochs">The epochs of the whole run.</param>
/// <param name="time">The clock; it is started now.</param>
internal sealed class RunClock(int epochs, TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();
    private int? _first;

    /// <summary>The time since the start.</summary>
    public TimeSpan Passed => time.GetElapsedTime(_start);

    /// <summary>The time left after a batch.</summary>
    public TimeSpan LeftAfter(in BatchProgress progress) => Left(progress.Epoch, (progress.Batch + 1.0) / progress.BatchCount);

    /// <summary>The time left after an epoch.</summary>
    public TimeSpan LeftAfter(EpochResult epoch) => Left(epoch.Epoch, share: 1);

    // A resumed run begins after other epochs, which took their time elsewhere.
    private TimeSpan Left(int epoch, double share)
    {
        _first ??= epoch;
        return Passed / (epoch - _first.Value + share) * (epochs - epoch + 1 - share);
    }
}
