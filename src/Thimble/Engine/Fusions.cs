using Thimble.Graph;

namespace Thimble.Engine;

/// <summary>A rule that makes two steps one, or lets one do a part of another's work.</summary>
/// <param name="Name">Its name: what it is switched off by.</param>
/// <param name="Reason">Why it pays.</param>
/// <param name="Apply">The plan with the rule applied at a step, or null where it does not apply.</param>
internal sealed record Fusion(string Name, string Reason, Func<Plan, Step, Plan?> Apply);

/// <summary>
/// The table of fusions. A plan without any is a step an operation, and the oracle that the fused plan is tested
/// against. Each rule changes which step does the work and not what is computed, but for rounding.
/// </summary>
internal static class Fusions
{
    /// <summary>Every rule.</summary>
    public static IReadOnlyList<Fusion> All { get; } =
    [
        new("rectifier-in-convolution", "max(0, …) costs nothing while the sums of a convolution are in registers", RectifierInConvolution),
        new("rectifier-in-normalization", "after a scale and a shift a ReLU is one more instruction in the same pass", RectifierInNormalization),
        new("channel-mask-in-normalization", "a factor for each channel and sample becomes part of the scale and the shift", ChannelMaskInNormalization),
        new("normalization-in-reader", "a convolution copies its input anyway, and a pool reads it: they scale and shift it then", NormalizationInReader),
        new("rectifier-derivative-in-normalization", "the backward pass of a normalization has the ReLU's output in a register", RectifierDerivative),
        new("channel-sums", "the backward pass of a normalization adds up the gradient that a bias before it needs", ChannelSums),
    ];

    /// <summary>Applies rules until none applies any more.</summary>
    public static Plan Apply(Plan plan, IReadOnlyList<Fusion> fusions)
    {
        while (fusions.SelectMany(fusion => plan.Steps.Select(step => fusion.Apply(plan, step))).FirstOrDefault(changed => changed is not null) is { } next)
            plan = next;
        return plan;
    }

    private static Plan? RectifierInConvolution(Plan plan, Step step) =>
        step.Operation is Convolution or Dense && step.Epilogue == Epilogue.None ? TakeRectifier(plan, step) : null;

    private static Plan? RectifierInNormalization(Plan plan, Step step) =>
        IsAffine(step) && !step.Epilogue.Rectifies ? TakeRectifier(plan, step) : null;

    private static Plan? TakeRectifier(Plan plan, Step step) =>
        plan.OnlyReaderOf(step.Output) is { Operation: Pointwise { Function: Rectifier }, IsRectifierDifferentiated: false } reader
            ? plan.With((step, step with { Epilogue = step.Epilogue with { Rectifies = true }, Output = reader.Output }), (reader, null))
            : null;

    private static Plan? ChannelMaskInNormalization(Plan plan, Step step) =>
        IsAffine(step) && step.Epilogue.Mask is null && plan.OnlyReaderOf(step.Output) is { Operation: Mask { IsWholeChannels: true } mask } reader
            ? plan.With((step, step with { Epilogue = step.Epilogue with { Mask = mask }, Output = reader.Output }), (reader, null))
            : null;

    private static Plan? NormalizationInReader(Plan plan, Step step)
    {
        Step[] readers = [.. plan.ReadersOf(step.Output)];
        if (!IsAffine(step) || step.IsDeferred || plan.IsNeededOutside(step.Output) || readers.Length == 0 || !readers.All(reader => reader.Operation is Convolution or Dense or MaximumPool))
            return null;
        return plan.With([(step, step with { IsDeferred = true }), .. readers.Select(reader => (reader, (Step?)(reader with { Inputs = [new(step.Output, IsScaled: true)] })))]);
    }

    private static Plan? RectifierDerivative(Plan plan, Step step)
    {
        if (!plan.IsTraining || !IsAffine(step) || step.DifferentiatesRectifier || plan.OnlyReaderOf(step.Inputs[0].Value) != step)
            return null;
        return plan.MakerOf(step.Inputs[0].Value) is { } maker && !IsAffine(maker) && (maker.Epilogue.Rectifies || maker.Operation is Pointwise { Function: Rectifier })
            ? plan.With((step, step with { DifferentiatesRectifier = true }), (maker, maker with { IsRectifierDifferentiated = true }))
            : null;
    }

    private static Plan? ChannelSums(Plan plan, Step step)
    {
        if (!plan.IsTraining || !IsAffine(step) || step.GivesChannelSums || plan.OnlyReaderOf(step.Inputs[0].Value) != step)
            return null;
        return plan.MakerOf(step.Inputs[0].Value) is { Operation: Convolution { Bias: not null } or Dense { Bias: not null } } maker
            && maker.Epilogue.Rectifies == step.DifferentiatesRectifier
            ? plan.With((step, step with { GivesChannelSums = true }), (maker, maker with { TakesChannelSums = true }))
            : null;
    }

    private static bool IsAffine(Step step) => step.Operation is BatchNormalization or Affine;
}
