using Thimble.Networks;

namespace Thimble.Training;

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
