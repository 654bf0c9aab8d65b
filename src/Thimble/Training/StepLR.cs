using Thimble.Options;

namespace Thimble.Training;

/// <summary>The rate times gamma every so many epochs, as torch.optim.lr_scheduler.StepLR stepped once an epoch.</summary>
/// <param name="StepSize">Epochs between two steps, at least 1.</param>
/// <param name="Gamma">The factor of each step, above 0; 0.1 by default.</param>
public sealed record StepLR(int StepSize, double Gamma = 0.1) : Schedule
{
    internal static OptionSchema<Schedule> Schema { get; } = new OptionSchema<Schedule, StepLR>(
        "step_lr",
        "multiplies the rate by `gamma` every `step_size` epochs",
        values => new(values.Whole("step_size"), values.Number("gamma")),
        (new WholeOption("step_size", 1, Recipe.MaximumEpochs, "epochs between two steps"), step => step.StepSize),
        (new NumberOption("gamma", NumberRange.Positive, "the factor of each step") { Default = _ => new StepLR(1).Gamma }, step => step.Gamma));

    /// <inheritdoc/>
    public override double LearningRate(ScheduleStep step, double baseRate) =>
        baseRate * Math.Pow(Gamma, step.Epoch / StepSize);
}
