namespace Thimble.Training;

/// <summary>The same learning rate throughout.</summary>
public sealed record ConstantSchedule : Schedule
{
    /// <inheritdoc/>
    public override float LearningRate(ScheduleStep step, float baseRate) => baseRate;
}
