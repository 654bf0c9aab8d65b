namespace Thimble.Training;

/// <summary>The rate times gamma at each milestone, as torch.optim.lr_scheduler.MultiStepLR stepped once an epoch.</summary>
/// <param name="Milestones">Epochs after which the rate falls, rising.</param>
/// <param name="Gamma">The factor of each step, above 0; 0.1 by default.</param>
public sealed record MultiStepLR(IReadOnlyList<int> Milestones, float Gamma = 0.1f) : Schedule
{
    /// <inheritdoc/>
    public override float LearningRate(ScheduleStep step, float baseRate) =>
        (float)(baseRate * Math.Pow(Gamma, Milestones.Count(milestone => milestone <= step.Epoch)));
}
