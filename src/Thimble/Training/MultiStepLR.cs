namespace Thimble.Training;

/// <summary>The rate times gamma at each milestone, as torch.optim.lr_scheduler.MultiStepLR stepped once an epoch.</summary>
/// <param name="Milestones">Epochs after which the rate falls, rising.</param>
/// <param name="Gamma">The factor of each step, above 0; 0.1 by default.</param>
public sealed record MultiStepLR(IReadOnlyList<int> Milestones, double Gamma = 0.1) : Schedule
{
    /// <inheritdoc/>
    public override double LearningRate(ScheduleStep step, double baseRate) =>
        baseRate * Math.Pow(Gamma, Milestones.Count(milestone => milestone <= step.Epoch));
}
