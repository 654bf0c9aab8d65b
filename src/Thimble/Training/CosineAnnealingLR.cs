using Thimble.Options;

namespace Thimble.Training;

/// <summary>
/// Half a cosine from the learning rate down to <paramref name="MinimumRate"/> over the run, a step at a time
/// (torch.optim.lr_scheduler.CosineAnnealingLR with T_max the run's steps), after an optional linear warm-up.
/// </summary>
/// <param name="MinimumRate">The rate at the end; 0 by default.</param>
/// <param name="WarmupEpochs">Epochs, or a part of one, in which the rate rises from 0; 0 by default.</param>
public sealed record CosineAnnealingLR(double MinimumRate = 0, double WarmupEpochs = 0) : Schedule
{
    private static readonly CosineAnnealingLR Usual = new();

    internal static OptionSchema<Schedule> Schema { get; } = new OptionSchema<Schedule, CosineAnnealingLR>(
        "cosine",
        "raises the rate from 0 in the warm-up, then lowers it on half a cosine",
        values => new(values.Number("minimum_rate"), values.Number("warmup_epochs")),
        (new NumberOption("minimum_rate", NumberRange.NotNegative, "the rate at the end") { Default = _ => Usual.MinimumRate }, cosine => cosine.MinimumRate),
        (new NumberOption("warmup_epochs", NumberRange.NotNegative, "epochs, or a part of one, of the warm-up") { Default = _ => Usual.WarmupEpochs }, cosine => cosine.WarmupEpochs));

    /// <inheritdoc/>
    public override double LearningRate(ScheduleStep step, double baseRate)
    {
        double warmup = WarmupEpochs * step.StepsPerEpoch;
        if (step.Step < warmup)
            return baseRate * (step.Step + 1) / (warmup + 1);
        double share = (step.Step - warmup) / Math.Max(1, step.TotalSteps - warmup);
        return MinimumRate + ((baseRate - MinimumRate) / 2 * (1 + Math.Cos(Math.PI * share)));
    }
}
