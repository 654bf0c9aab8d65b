using Thimble.Options;

namespace Thimble.Training;

/// <summary>How gradients become changes of the weights. Names and formulas are PyTorch's.</summary>
public abstract record OptimizerOptions
{
    /// <summary>The learning rate that the schedule starts from, above 0.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Weight decay; 0 by default, in Adam and SGD added to the gradient, in AdamW taken off the weights.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Whether biases decay too. As in PyTorch they do by default.</summary>
    public bool DecayBiases { get; init; } = true;

    /// <summary>Whether scales and shifts of normalizations decay too. As in PyTorch they do by default.</summary>
    public bool DecayNormalization { get; init; } = true;

    /// <summary>The option of the learning rate, which every optimizer has.</summary>
    internal static (Option Option, Func<OptimizerOptions, object?> Value) Rate { get; } =
        (new NumberOption("learning_rate", NumberRange.Positive, "what the schedule starts from"), options => options.LearningRate);

    /// <summary>Makes the optimizer that these options describe.</summary>
    /// <param name="network">The network whose weights it changes.</param>
    internal abstract Optimizer Create(Network network);

    /// <summary>The options of weight decay, which every optimizer has.</summary>
    /// <param name="usual">An optimizer with the defaults.</param>
    /// <param name="help">What this kind of optimizer does with the decay.</param>
    private protected static IReadOnlyList<(Option Option, Func<OptimizerOptions, object?> Value)> Decay(OptimizerOptions usual, string help) =>
    [
        (new NumberOption("weight_decay", NumberRange.NotNegative, help) { Default = _ => usual.WeightDecay }, options => options.WeightDecay),
        (new FlagOption("decay_biases", "whether biases decay as well") { Default = _ => usual.DecayBiases }, options => options.DecayBiases),
        (new FlagOption("decay_normalization", "whether scales and shifts of normalizations decay as well") { Default = _ => usual.DecayNormalization },
            options => options.DecayNormalization),
    ];
}
