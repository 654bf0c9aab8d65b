namespace Thimble.Training;

/// <summary>What an epoch brought.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="LastBatch">The last batch's index, from 0.</param>
/// <param name="LastLoss">The last batch's mean loss.</param>
/// <param name="Training">Mean loss and accuracy over the epoch's images as they were trained on, augmented and with dropout.</param>
/// <param name="Evaluated">Loss and accuracy on the test images after the epoch (of the averaged weights, if the recipe keeps them).</param>
/// <param name="LearningRate">The learning rate of the last step.</param>
/// <param name="TrainingTime">The time that training took.</param>
/// <param name="EvaluationTime">The time that evaluation took.</param>
public sealed record EpochResult(
    int Epoch,
    int LastBatch,
    double LastLoss,
    EvaluationResult Training,
    EvaluationResult Evaluated,
    double LearningRate,
    TimeSpan TrainingTime,
    TimeSpan EvaluationTime)
{
    /// <summary>Training images a second.</summary>
    public double ImagesPerSecond => TrainingTime > TimeSpan.Zero ? Training.Count / TrainingTime.TotalSeconds : 0;
}
