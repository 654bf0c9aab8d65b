namespace Thimble.Tests.Kernels.Reference;

/// <summary>
/// torch.optim.Adam and AdamW: mean = β1·mean + (1 − β1)·g; square = β2·square + (1 − β2)·g²; w −= rate ·
/// mean / (1 − β1ᵗ) / (√(square / (1 − β2ᵗ)) + eps). Adam adds decay · w to g; AdamW first takes rate · decay · w off w.
/// </summary>
/// <param name="beta1">Decay of the mean of the gradients.</param>
/// <param name="beta2">Decay of the mean of their squares.</param>
/// <param name="eps">Added to the denominator.</param>
/// <param name="weightDecay">Weight decay.</param>
/// <param name="decoupled">Whether it is AdamW.</param>
internal sealed class AdamReference(double beta1, double beta2, double eps, double weightDecay, bool decoupled)
{
    private double[]? _mean;
    private double[]? _square;
    private int _step;

    /// <summary>One step on one tensor, in place.</summary>
    public void Step(double[] weights, double[] gradients, double rate)
    {
        _mean ??= new double[weights.Length];
        _square ??= new double[weights.Length];
        _step++;
        for (int i = 0; i < weights.Length; i++)
        {
            double gradient = gradients[i] + (decoupled ? 0 : weightDecay * weights[i]);
            weights[i] -= decoupled ? rate * weightDecay * weights[i] : 0;
            _mean[i] = (beta1 * _mean[i]) + ((1 - beta1) * gradient);
            _square[i] = (beta2 * _square[i]) + ((1 - beta2) * gradient * gradient);
            double denominator = Math.Sqrt(_square[i] / (1 - Math.Pow(beta2, _step))) + eps;
            weights[i] -= rate * _mean[i] / (1 - Math.Pow(beta1, _step)) / denominator;
        }
    }
}
