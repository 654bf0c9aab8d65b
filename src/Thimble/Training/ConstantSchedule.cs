namespace Thimble.Training;

/// <summary>The same learning rate throughout.</summary>
public sealed record ConstantSchedule : Schedule
{
    /// <inheritdoc/>
    public override double LearningRate(ScheduleStep step, double baseRate) => baseRate;
}
