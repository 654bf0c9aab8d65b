namespace Thimble.Training;

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
