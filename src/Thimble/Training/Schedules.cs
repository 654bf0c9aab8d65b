using Thimble.Options;

namespace Thimble.Training;

/// <summary>The schedules there are. A new one is a file of its own and a line here.</summary>
internal static class Schedules
{
    /// <summary>Their schemas.</summary>
    public static OptionRegistry<Schedule> All { get; } = new("schedule", () =>
    [
        ConstantSchedule.Schema, StepLR.Schema, MultiStepLR.Schema, OneCycleLR.Schema, LinearLR.Schema, CosineAnnealingLR.Schema,
    ]);
}
