using Thimble.Layers;

namespace Thimble.Training;

/// <summary>Changes a network's weights by their gradients. Formulas and their order are PyTorch's.</summary>
/// <param name="options">The options.</param>
/// <param name="network">The network whose weights change.</param>
internal abstract class Optimizer(OptimizerOptions options, Network network)
{
    /// <summary>The network whose weights change.</summary>
    protected Network Network { get; } = network;

    /// <summary>Steps taken.</summary>
    public int Steps { get; protected set; }

    /// <summary>What the optimizer remembers between steps, besides <see cref="Steps"/>: one array a kind, as long as the weights.</summary>
    public abstract IReadOnlyList<float[]> State { get; }

    /// <summary>Makes the optimizer that the options describe.</summary>
    public static Optimizer Create(OptimizerOptions options, Network network) => options.Create(network);

    /// <summary>Takes one step.</summary>
    /// <param name="gradients">The gradients, laid out as the weights.</param>
    /// <param name="learningRate">The learning rate of this step.</param>
    /// <param name="momentum">The momentum (Adam: beta1) of this step, or null for the options' own.</param>
    public abstract void Step(ReadOnlySpan<float> gradients, double learningRate, double? momentum = null);

    /// <summary>Makes the optimizer remember what it remembered after so many steps.</summary>
    /// <param name="steps">Steps taken.</param>
    /// <param name="state">What <see cref="State"/> was.</param>
    public void Restore(int steps, IReadOnlyList<float[]> state)
    {
        Steps = steps;
        for (int i = 0; i < State.Count; i++)
            state[i].CopyTo(State[i], 0);
    }

    /// <summary>The weight decay of one tensor.</summary>
    protected float WeightDecayOf(Parameter parameter) => (float)(parameter.Kind switch
    {
        ParameterKind.Bias => options.DecayBiases ? options.WeightDecay : 0,
        ParameterKind.Normalization => options.DecayNormalization ? options.WeightDecay : 0,
        _ => options.WeightDecay,
    });
}
