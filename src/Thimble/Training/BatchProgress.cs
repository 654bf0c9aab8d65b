namespace Thimble.Training;

/// <summary>Where an epoch stands after a batch.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Batch">The batch within the epoch, from 0.</param>
/// <param name="BatchCount">Batches in the epoch.</param>
/// <param name="Loss">The batch's mean loss.</param>
/// <param name="Accuracy">The share of images so far in the epoch whose class was found, 0 to 1, as they were trained on.</param>
/// <param name="Images">Images so far in the epoch.</param>
/// <param name="Elapsed">Time since the epoch began.</param>
public readonly record struct BatchProgress(
    int Epoch, int Batch, int BatchCount, double Loss, double Accuracy, int Images, TimeSpan Elapsed)
{
    /// <summary>Images a second so far in the epoch.</summary>
    public double ImagesPerSecond => Elapsed > TimeSpan.Zero ? Images / Elapsed.TotalSeconds : 0;

    /// <summary>The time that the rest of the epoch's batches will take at this pace.</summary>
    public TimeSpan Remaining => Elapsed / (Batch + 1) * (BatchCount - Batch - 1);
}

/// <summary>What a training step found before it changed anything.</summary>
/// <param name="Loss">The mean loss over the batch.</param>
/// <param name="Correct">Samples whose class was found.</param>
internal readonly record struct BatchResult(double Loss, int Correct);

/// <summary>What an epoch has added up to so far.</summary>
internal readonly record struct EpochProgress
{
    /// <summary>The last batch, from 0.</summary>
    public int Batch { get; init; }

    /// <summary>Images trained on.</summary>
    public int Images { get; init; }

    /// <summary>Images whose class was found as they were trained on.</summary>
    public int Correct { get; init; }

    /// <summary>The last batch's mean loss.</summary>
    public double LastLoss { get; init; }

    /// <summary>The learning rate of the last step.</summary>
    public double LearningRate { get; init; }

    /// <summary>Why the epoch ended early, if it did.</summary>
    public TrainingStatus? Stopped { get; init; }

    /// <summary>The mean loss over the images so far.</summary>
    public double MeanLoss => Images == 0 ? 0 : LossSum / Images;

    /// <summary>The share of the images so far whose class was found.</summary>
    public double Accuracy => Images == 0 ? 0 : (double)Correct / Images;

    private double LossSum { get; init; }

    /// <summary>The progress after one more batch.</summary>
    public EpochProgress After(int batch, int images, BatchResult result) => this with
    {
        Batch = batch,
        Images = Images + images,
        Correct = Correct + result.Correct,
        LastLoss = result.Loss,
        LossSum = LossSum + (result.Loss * images),
    };
}
