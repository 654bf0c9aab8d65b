namespace Thimble.Tests.Kernels.Reference;

/// <summary>Figures worked out by hand from the formulas in PyTorch's documentation; traces of PyTorch itself are among the golden figures.</summary>
public sealed class OptimizerReferenceTests
{
    [Theory]
    [InlineData(false, 1 - (0.1 * 2.5), 0.75 - (0.1 * ((0.5 * 2.5) + 2.375)))]
    [InlineData(true, 1 - (0.1 * (2.5 + 1.25)), 0.625 - (0.1 * (2.3125 + (0.5 * (1.25 + 2.3125)))))]
    public void Sgd_takes_its_first_two_steps(bool nesterov, double first, double second)
    {
        var sgd = new SgdReference(momentum: 0.5, weightDecay: 0.5, nesterov);
        double[] weights = [1];

        sgd.Step(weights, [2], rate: 0.1);
        Assert.Equal(first, weights[0], precision: 12);
        sgd.Step(weights, [2], rate: 0.1);
        Assert.Equal(second, weights[0], precision: 12);
    }

    [Theory]
    [InlineData(false, 1 - 0.1)]
    [InlineData(true, 1 - (0.1 * 0.5) - 0.1)]
    public void The_first_step_of_Adam_has_the_length_of_the_rate(bool decoupled, double expected)
    {
        var adam = new AdamReference(beta1: 0.9, beta2: 0.999, eps: 0, weightDecay: 0.5, decoupled);
        double[] weights = [1];

        adam.Step(weights, [3], rate: 0.1);

        Assert.Equal(expected, weights[0], precision: 12);
    }
}
