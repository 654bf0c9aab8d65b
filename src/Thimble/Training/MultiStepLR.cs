using Thimble.Options;

namespace Thimble.Training;

/// <summary>The rate times gamma at each milestone, as torch.optim.lr_scheduler.MultiStepLR stepped once an epoch.</summary>
/// <param name="Milestones">Epochs after which the rate falls, rising.</param>
/// <param name="Gamma">The factor of each step, above 0; 0.1 by default.</param>
public sealed record MultiStepLR(IReadOnlyList<int> Milestones, double Gamma = 0.1) : Schedule
{
    internal static OptionSchema<Schedule> Schema { get; } = new OptionSchema<Schedule, MultiStepLR>(
        "multi_step_lr",
        "multiplies the rate by `gamma` after each of the `milestones`",
        values => new(values.Wholes("milestones"), values.Number("gamma")),
        (new WholesOption("milestones", 1, Recipe.MaximumEpochs, "a list of epochs that rise")
        {
            Problem = (value, _) => value is IReadOnlyList<int> epochs && epochs.Zip(epochs.Skip(1)).Any(pair => pair.First >= pair.Second)
                ? $"found [{string.Join(", ", epochs)}]; allowed: epochs that rise"
                : null,
        }, steps => steps.Milestones),
        (new NumberOption("gamma", NumberRange.Positive, "the factor of each step") { Default = _ => new MultiStepLR([]).Gamma }, steps => steps.Gamma));

    /// <inheritdoc/>
    public override double LearningRate(ScheduleStep step, double baseRate) =>
        baseRate * Math.Pow(Gamma, Milestones.Count(milestone => milestone <= step.Epoch));
}
