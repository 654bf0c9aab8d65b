using Thimble.Options;

namespace Thimble.Training;

/// <summary>
/// One cycle, as torch.optim.lr_scheduler.OneCycleLR stepped once a batch with cosine annealing: up from
/// maximum / div factor to the maximum, then down to the start / final div factor. The optimizer's own learning rate
/// is the maximum. The momentum goes the other way unless told not to.
/// </summary>
/// <param name="PctStart">The share of the steps that rise, in (0, 1); 0.3 by default.</param>
/// <param name="DivFactor">Maximum over start; 25 by default.</param>
/// <param name="FinalDivFactor">Start over end; 1e4 by default.</param>
/// <param name="CycleMomentum">Whether the momentum (Adam: beta1) cycles between its bounds; as in PyTorch it does.</param>
/// <param name="BaseMomentum">The lower bound; 0.85 by default.</param>
/// <param name="MaxMomentum">The upper bound; 0.95 by default.</param>
/// <remarks>Smith and Topin, "Super-Convergence", 2018.</remarks>
public sealed record OneCycleLR(
    double PctStart = 0.3,
    double DivFactor = 25,
    double FinalDivFactor = 1e4,
    bool CycleMomentum = true,
    double BaseMomentum = 0.85,
    double MaxMomentum = 0.95) : Schedule
{
    private static readonly OneCycleLR Usual = new();

    internal static OptionSchema<Schedule> Schema { get; } = new OptionSchema<Schedule, OneCycleLR>(
        "one_cycle_lr",
        "raises the rate to the optimizer's and lowers it to almost nothing, a step at a time, on cosines",
        values => new(
            values.Number("pct_start"), values.Number("div_factor"), values.Number("final_div_factor"),
            values.Flag("cycle_momentum"), values.Number("base_momentum"), values.Number("max_momentum")),
        (new NumberOption("pct_start", NumberRange.InsideOne, "the share of the steps that rise") { Default = _ => Usual.PctStart }, cycle => cycle.PctStart),
        (new NumberOption("div_factor", NumberRange.Positive, "top over start") { Default = _ => Usual.DivFactor }, cycle => cycle.DivFactor),
        (new NumberOption("final_div_factor", NumberRange.Positive, "start over end") { Default = _ => Usual.FinalDivFactor }, cycle => cycle.FinalDivFactor),
        (new FlagOption("cycle_momentum", "whether the momentum, Adam's `beta1`, goes the other way") { Default = _ => Usual.CycleMomentum }, cycle => cycle.CycleMomentum),
        (new NumberOption("base_momentum", NumberRange.BelowOne, "the momentum's lower bound") { Default = _ => Usual.BaseMomentum }, cycle => cycle.BaseMomentum),
        (new NumberOption("max_momentum", NumberRange.BelowOne, "the momentum's upper bound") { Default = _ => Usual.MaxMomentum }, cycle => cycle.MaxMomentum));

    /// <inheritdoc/>
    public override double LearningRate(ScheduleStep step, double baseRate)
    {
        double start = baseRate / DivFactor;
        return Anneal(step, start, baseRate, start / FinalDivFactor);
    }

    /// <inheritdoc/>
    public override double? Momentum(ScheduleStep step) =>
        CycleMomentum ? Anneal(step, MaxMomentum, BaseMomentum, MaxMomentum) : null;

    private double Anneal(ScheduleStep step, double start, double peak, double end)
    {
        double peakStep = (PctStart * step.TotalSteps) - 1;
        double lastStep = step.TotalSteps - 1;
        return step.Step <= peakStep
            ? Cosine(start, peak, peakStep > 0 ? step.Step / peakStep : 1)
            : Cosine(peak, end, lastStep > peakStep ? (step.Step - peakStep) / (lastStep - peakStep) : 1);
    }

    private static double Cosine(double from, double to, double share) =>
        to + ((from - to) / 2 * (Math.Cos(Math.PI * share) + 1));
}
