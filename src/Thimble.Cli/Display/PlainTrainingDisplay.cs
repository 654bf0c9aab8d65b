using Thimble.Lab;
using Thimble.Training;

namespace Thimble.Cli.Display;

/// <summary>Training in a file or a pipe: two plain lines an epoch, in the form that PyTorch's MNIST examples made common.</summary>
internal sealed class PlainTrainingDisplay(TextWriter output, string split = Dataset.TestName) : ITrainingObserver
{
    /// <inheritdoc/>
    public void OnEpoch(EpochResult epoch, Network network)
    {
        output.WriteLine(TrainingLine(epoch));
        output.WriteLine(EpochLines.Evaluated(epoch, split));
        output.Flush();
    }

    /// <summary>
    /// <c>Epoch=3 Loss=0.1634 batch_id=937 Accuracy=97.68%</c>: the last batch's loss, the epoch's accuracy. The log
    /// in the run folder has the loss to its last digit.
    /// </summary>
    private static string TrainingLine(EpochResult epoch) =>
        $"Epoch={epoch.Epoch} Loss={epoch.LastLoss:0.0000} batch_id={epoch.LastBatch} Accuracy={100 * epoch.Training.Accuracy:0.00}%";
}
