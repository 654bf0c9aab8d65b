namespace Thimble.Training;

/// <summary>How gradients become changes of the weights. Names and formulas are PyTorch's.</summary>
public abstract record OptimizerOptions
{
    /// <summary>The learning rate that the schedule starts from, above 0.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Weight decay; 0 by default, in Adam and SGD added to the gradient, in AdamW taken off the weights.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Whether biases decay too. As in PyTorch they do unless it is said otherwise.</summary>
    public bool DecayBiases { get; init; } = true;

    /// <summary>Whether scales and shifts of normalizations decay too. As in PyTorch they do unless it is said otherwise.</summary>
    public bool DecayNormalization { get; init; } = true;
}
