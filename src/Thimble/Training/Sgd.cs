using Thimble.Networks;

namespace Thimble.Training;

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
