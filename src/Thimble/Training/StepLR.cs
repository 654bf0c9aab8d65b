namespace Thimble.Training;

/// <summary>The rate times gamma every so many epochs, as torch.optim.lr_scheduler.StepLR stepped once an epoch.</summary>
/// <param name="StepSize">Epochs between two steps, at least 1.</param>
/// <param name="Gamma">The factor of each step, above 0; 0.1 by default.</param>
public sealed record StepLR(int StepSize, double Gamma = 0.1) : Schedule
{
    /// <inheritdoc/>
    public override double LearningRate(ScheduleStep step, double baseRate) =>
        baseRate * Math.Pow(Gamma, step.Epoch / StepSize);
}
