using Thimble.Options;

namespace Thimble.Training;

/// <summary>Adam with decoupled weight decay, as torch.optim.AdamW (Loshchilov and Hutter, 2019).</summary>
public sealed record AdamWOptions : AdamOptions
{
    /// <summary>Starts from PyTorch's weight decay for AdamW, 0.01.</summary>
    public AdamWOptions() => WeightDecay = 0.01;

    internal static new OptionSchema<OptimizerOptions> Schema { get; } =
        SchemaOf("adamw", "Adam with decoupled weight decay", new AdamWOptions { LearningRate = 0 }, "taken off the weights");
}
