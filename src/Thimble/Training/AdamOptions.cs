using Thimble.Options;

namespace Thimble.Training;

/// <summary>Adam, as torch.optim.Adam (Kingma and Ba, 2015).</summary>
public record AdamOptions : OptimizerOptions
{
    /// <summary>Decay of the mean of the gradients, in [0, 1); 0.9 by default.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the mean of their squares, in [0, 1); 0.999 by default.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the denominator, above 0; 1e-8 by default.</summary>
    public double Eps { get; init; } = 1e-8;

    internal static OptionSchema<OptimizerOptions> Schema { get; } =
        SchemaOf("adam", "adaptive steps from running means of the gradient and its square", new AdamOptions { LearningRate = 0 }, "added to the gradient");

    internal override Optimizer Create(Network network) => new Adam(this, network);

    /// <summary>The schema of Adam and of what derives from it.</summary>
    /// <param name="key">Its word in YAML.</param>
    /// <param name="help">What it does.</param>
    /// <param name="usual">One with the defaults.</param>
    /// <param name="decay">What it does with weight decay.</param>
    private protected static OptionSchema<OptimizerOptions> SchemaOf<T>(string key, string help, T usual, string decay)
        where T : AdamOptions => new OptionSchema<OptimizerOptions, T>(
            key,
            help,
            values => usual with
            {
                LearningRate = values.Number("learning_rate"),
                Beta1 = values.Number("beta1"),
                Beta2 = values.Number("beta2"),
                Eps = values.Number("eps"),
                WeightDecay = values.Number("weight_decay"),
                DecayBiases = values.Flag("decay_biases"),
                DecayNormalization = values.Flag("decay_normalization"),
            },
            [
                Rate,
                (new NumberOption("beta1", NumberRange.BelowOne, "decay of the mean of the gradients") { Default = _ => usual.Beta1 }, adam => adam.Beta1),
                (new NumberOption("beta2", NumberRange.BelowOne, "decay of the mean of their squares") { Default = _ => usual.Beta2 }, adam => adam.Beta2),
                (new NumberOption("eps", NumberRange.Positive, "added to the denominator") { Default = _ => usual.Eps }, adam => adam.Eps),
                .. Decay(usual, decay),
            ]);
}

/// <summary>
/// torch.optim.Adam: m = β1·m + (1 − β1)·g, v = β2·v + (1 − β2)·g², w = w − lr · m̂ / (√v̂ + eps). With
/// <see cref="AdamWOptions"/> weight decay is taken off the weights first and stays out of the gradient.
/// </summary>
/// <param name="options">The options.</param>
/// <param name="network">The network whose weights change.</param>
internal sealed class Adam(AdamOptions options, Network network) : Optimizer(options, network)
{
    private readonly float[] _mean = new float[network.Values.Length];
    private readonly float[] _square = new float[network.Values.Length];

    public override IReadOnlyList<float[]> State => [_mean, _square];

    public override void Step(ReadOnlySpan<float> gradients, double learningRate, double? momentum = null)
    {
        bool decoupled = options is AdamWOptions;
        double exactBeta1 = momentum ?? options.Beta1;
        float beta1 = (float)exactBeta1;
        float beta2 = (float)options.Beta2;
        float eps = (float)options.Eps;
        Span<float> weights = Network.Values;
        Steps++;
        float stepSize = (float)(learningRate / (1 - Math.Pow(exactBeta1, Steps)));
        float rootOfCorrection = (float)Math.Sqrt(1 - Math.Pow(options.Beta2, Steps));
        for (int n = 0; n < Network.Parameters.Count; n++)
        {
            Parameter parameter = Network.Parameters[n];
            float decay = WeightDecayOf(parameter);
            for (int i = parameter.Offset; i < parameter.Offset + parameter.Count; i++)
            {
                if (decoupled)
                    weights[i] *= (float)(1 - (learningRate * decay));
                float gradient = gradients[i] + (decoupled ? 0 : decay * weights[i]);
                _mean[i] = (beta1 * _mean[i]) + ((1 - beta1) * gradient);
                _square[i] = (beta2 * _square[i]) + ((1 - beta2) * gradient * gradient);
                weights[i] -= stepSize * _mean[i] / ((MathF.Sqrt(_square[i]) / rootOfCorrection) + eps);
            }
        }
    }
}

/// <summary>Adam with decoupled weight decay, as torch.optim.AdamW (Loshchilov and Hutter, 2019).</summary>
public sealed record AdamWOptions : AdamOptions
{
    /// <summary>Starts from PyTorch's weight decay for AdamW, 0.01.</summary>
    public AdamWOptions() => WeightDecay = 0.01;

    internal static new OptionSchema<OptimizerOptions> Schema { get; } =
        SchemaOf("adamw", "Adam with decoupled weight decay", new AdamWOptions { LearningRate = 0 }, "taken off the weights");
}
