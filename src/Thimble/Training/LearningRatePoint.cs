namespace Thimble.Training;

/// <summary>A step of the search for a learning rate.</summary>
/// <param name="LearningRate">The learning rate of the step.</param>
/// <param name="Loss">The batch's mean loss before the step.</param>
/// <param name="SmoothedLoss">The exponential average of the losses so far, corrected for its beginning.</param>
public readonly record struct LearningRatePoint(double LearningRate, double Loss, double SmoothedLoss);
