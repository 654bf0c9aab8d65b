using Thimble.Options;

namespace Thimble.Training;

/// <summary>Stochastic gradient descent, as torch.optim.SGD.</summary>
public sealed record SgdOptions : OptimizerOptions
{
    private static readonly SgdOptions Usual = new() { LearningRate = 0 };

    /// <summary>Momentum, in [0, 1); 0 by default.</summary>
    public double Momentum { get; init; }

    /// <summary>Whether the momentum is Nesterov's; it then has to be above 0.</summary>
    public bool Nesterov { get; init; }

    internal static OptionSchema<OptimizerOptions> Schema { get; } = new OptionSchema<OptimizerOptions, SgdOptions>(
        "sgd",
        "stochastic gradient descent",
        values => new SgdOptions
        {
            LearningRate = values.Number("learning_rate"),
            Momentum = values.Number("momentum"),
            Nesterov = values.Flag("nesterov"),
            WeightDecay = values.Number("weight_decay"),
            DecayBiases = values.Flag("decay_biases"),
            DecayNormalization = values.Flag("decay_normalization"),
        },
        [
            Rate,
            (new NumberOption("momentum", NumberRange.BelowOne, "the share of the last step that is added to this one") { Default = _ => Usual.Momentum }, sgd => sgd.Momentum),
            (new FlagOption("nesterov", "whether the momentum is Nesterov's, which then has to be above 0")
            {
                Default = _ => Usual.Nesterov,
                Problem = (value, before) => (bool)value && before.Number("momentum") == 0
                    ? "found 'true' without momentum; allowed: true with a momentum above 0, or false"
                    : null,
            }, sgd => sgd.Nesterov),
            .. Decay(Usual, "added to the gradient"),
        ]);

    internal override Optimizer Create(Network network) => new Sgd(this, network);
}

/// <summary>torch.optim.SGD: b = μ·b + g (the first time b = g), w = w − lr·b, with Nesterov w − lr·(g + μ·b).</summary>
/// <param name="options">The options.</param>
/// <param name="network">The network whose weights change.</param>
internal sealed class Sgd(SgdOptions options, Network network) : Optimizer(options, network)
{
    private readonly float[] _velocity = new float[network.Values.Length];

    public override IReadOnlyList<float[]> State => [_velocity];

    public override void Step(ReadOnlySpan<float> gradients, double learningRate, double? momentum = null)
    {
        float mu = (float)(momentum ?? options.Momentum);
        float rate = (float)learningRate;
        Span<float> weights = Network.Values;
        bool first = Steps++ == 0;
        for (int n = 0; n < Network.Parameters.Count; n++)
        {
            Parameter parameter = Network.Parameters[n];
            float decay = WeightDecayOf(parameter);
            for (int i = parameter.Offset; i < parameter.Offset + parameter.Count; i++)
            {
                float gradient = gradients[i] + (decay * weights[i]);
                float velocity = first ? gradient : (mu * _velocity[i]) + gradient;
                _velocity[i] = velocity;
                weights[i] -= rate * (options.Nesterov ? gradient + (mu * velocity) : velocity);
            }
        }
    }
}
