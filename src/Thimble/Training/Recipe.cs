using Thimble.Data;

namespace Thimble.Training;

/// <summary>How a network is trained.</summary>
public sealed record Recipe
{
    /// <summary>Times each training image is presented, at least 1.</summary>
    public required int Epochs { get; init; }

    /// <summary>Images a step, at least 1; 64 by default. The last batch of an epoch may be smaller.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>How gradients become changes of the weights.</summary>
    public required OptimizerOptions Optimizer { get; init; }

    /// <summary>The learning rate over the run; constant by default.</summary>
    public Schedule Schedule { get; init; } = new ConstantSchedule();

    /// <summary>Random changes of the training images; none by default.</summary>
    public AugmentationOptions Augmentation { get; init; } = AugmentationOptions.None;

    /// <summary>The share of each target that is spread over all classes, in [0, 1); 0 by default.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>
    /// The decay a step of an exponential average of weights and running statistics, in (0, 1), which is then
    /// evaluated and kept in place of the weights; null for none.
    /// </summary>
    public double? WeightAverageDecay { get; init; }
}
