namespace Thimble.Tests.Kernels.Reference;

/// <summary>torch.optim.SGD: g += decay · w; velocity = momentum · velocity + g; w −= rate · (velocity, or g + momentum · velocity for Nesterov).</summary>
/// <param name="momentum">Momentum, in [0, 1).</param>
/// <param name="weightDecay">Weight decay.</param>
/// <param name="nesterov">Whether the momentum is Nesterov's.</param>
internal sealed class SgdReference(double momentum, double weightDecay, bool nesterov)
{
    // PyTorch starts the velocity with the first gradient: the same as zeros here, as dampening is not offered.
    private double[]? _velocity;

    /// <summary>One step on one tensor, in place.</summary>
    public void Step(double[] weights, double[] gradients, double rate)
    {
        _velocity ??= new double[weights.Length];
        for (int i = 0; i < weights.Length; i++)
        {
            double gradient = gradients[i] + (weightDecay * weights[i]);
            _velocity[i] = (momentum * _velocity[i]) + gradient;
            weights[i] -= rate * (nesterov ? gradient + (momentum * _velocity[i]) : _velocity[i]);
        }
    }
}
