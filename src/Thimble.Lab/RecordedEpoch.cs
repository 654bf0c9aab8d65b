using Thimble.Training;

namespace Thimble.Lab;

/// <summary>What an epoch of a kept run brought.</summary>
public sealed record RecordedEpoch
{
    /// <summary>The epoch, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>The mean loss over the epoch's images as they were trained on.</summary>
    public required double TrainingLoss { get; init; }

    /// <summary>The share of the epoch's images whose class was found as they were trained on, 0 to 1.</summary>
    public required double TrainingAccuracy { get; init; }

    /// <summary>Loss and accuracy on the evaluated images after the epoch.</summary>
    public required EvaluationResult Evaluation { get; init; }

    /// <summary>The learning rate of the last step.</summary>
    public required double LearningRate { get; init; }

    /// <summary>The time that training and evaluation took.</summary>
    public required TimeSpan Time { get; init; }

    /// <summary>Training images a second.</summary>
    public required double ImagesPerSecond { get; init; }

    /// <summary>The epoch as its training told of it; of the last batch nothing was kept.</summary>
    /// <param name="trainingImages">The images that <see cref="TrainingAccuracy"/> is a share of.</param>
    public EpochResult ToResult(int trainingImages) => new(
        Epoch,
        LastBatch: 0,
        LastLoss: double.NaN,
        new(TrainingLoss, (int)Math.Round(TrainingAccuracy * trainingImages), trainingImages),
        Evaluation,
        LearningRate,
        Time,
        EvaluationTime: TimeSpan.Zero);
}
