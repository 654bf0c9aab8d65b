using Thimble.Options;

namespace Thimble.Training;

/// <summary>The same learning rate throughout.</summary>
public sealed record ConstantSchedule : Schedule
{
    internal static OptionSchema<Schedule> Schema { get; } =
        new OptionSchema<Schedule, ConstantSchedule>("constant", "keeps the rate as it is", _ => new());

    /// <inheritdoc/>
    public override double LearningRate(ScheduleStep step, double baseRate) => baseRate;
}
