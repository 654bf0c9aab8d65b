using Thimble.Options;

namespace Thimble.Training;

/// <summary>A linear rise from 0 during the warm-up, then a linear fall to <paramref name="FinalRate"/> at the end.</summary>
/// <param name="WarmupEpochs">Epochs, or a part of one, in which the rate rises; 0 by default.</param>
/// <param name="FinalRate">The rate after the last step; 0 by default.</param>
public sealed record LinearLR(double WarmupEpochs = 0, double FinalRate = 0) : Schedule
{
    private static readonly LinearLR Usual = new();

    internal static OptionSchema<Schedule> Schema { get; } = new OptionSchema<Schedule, LinearLR>(
        "linear",
        "raises the rate from 0 in the warm-up, then lowers it in a straight line",
        values => new(values.Number("warmup_epochs"), values.Number("final_rate")),
        (new NumberOption("warmup_epochs", NumberRange.NotNegative, "epochs, or a part of one, of the warm-up") { Default = _ => Usual.WarmupEpochs }, linear => linear.WarmupEpochs),
        (new NumberOption("final_rate", NumberRange.NotNegative, "the rate at the end") { Default = _ => Usual.FinalRate }, linear => linear.FinalRate));

    /// <inheritdoc/>
    public override double LearningRate(ScheduleStep step, double baseRate)
    {
        double warmup = WarmupEpochs * step.StepsPerEpoch;
        if (step.Step < warmup)
            return baseRate * (step.Step + 1) / (warmup + 1);
        double share = (step.Step - warmup) / Math.Max(1, step.TotalSteps - warmup);
        return baseRate + ((FinalRate - baseRate) * share);
    }
}
