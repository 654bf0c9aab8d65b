using Thimble.Lab;
using Thimble.Training;

namespace Thimble.Cli.Display;

/// <summary>
/// Training in a file or a pipe: two plain lines an epoch, in the form that PyTorch's MNIST examples made common, with the times and the pace in brackets.
/// </summary>
internal sealed class PlainTrainingDisplay(TextWriter output, int epochs, TimeProvider time, string split = Dataset.TestName) : ITrainingObserver
{
    private readonly RunClock _clock = new(epochs, time);

    /// <inheritdoc/>
    public void OnEpoch(EpochResult epoch, Network network)
    {
        output.WriteLine($"{TrainingLine(epoch)} [{Pace(epoch)}]");
        output.WriteLine(EpochLines.Evaluated(epoch, split));
        output.Flush();
    }

    // Nothing is left after the last epoch.
    private string Pace(EpochResult epoch) => string.Join(
        ", ",
        [
            $"{Duration.Clock(_clock.Passed)} passed",
            .. epoch.Epoch < epochs ? [$"{Duration.Clock(_clock.LeftAfter(epoch))} left"] : Array.Empty<string>(),
            $"{epoch.ImagesPerSecond:N0} images/s",
        ]);

    /// <summary>
    /// <c>Epoch=3 Loss=0.1634 batch_id=937 Accuracy=97.68%</c>: the last batch's loss, the epoch's accuracy. The log
    /// in the run folder has the loss to its last digit.
    /// </summary>
    private static string TrainingLine(EpochResult epoch) =>
        $"Epoch={epoch.Epoch} Loss={epoch.LastLoss:0.0000} batch_id={epoch.LastBatch} Accuracy={100 * epoch.Training.Accuracy:0.00}%";
}
