namespace Thimble.Training;

/// <summary>A linear rise from 0 during the warm-up, then a linear fall to <paramref name="FinalRate"/> at the end.</summary>
/// <param name="WarmupEpochs">Epochs, or a part of one, in which the rate rises; 0 by default.</param>
/// <param name="FinalRate">The rate behind the last step; 0 by default.</param>
public sealed record LinearLR(double WarmupEpochs = 0, double FinalRate = 0) : Schedule
{
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
