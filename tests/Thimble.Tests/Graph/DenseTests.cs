using Thimble.Graph;
using Thimble.Tests.Kernels.Reference;

namespace Thimble.Tests.Graph;

public sealed class DenseTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 5, 4)]
    [InlineData(2, 1, 7)]
    public void Its_gradients_are_the_derivatives_of_its_output(int samples, int inputs, int outputs)
    {
        var linear = new DenseDefinition(inputs, outputs);
        double[] input = NumericalGradient.Numbers(samples * inputs, place: 0);
        double[] weight = NumericalGradient.Numbers(outputs * inputs, place: 1);
        double[] bias = NumericalGradient.Numbers(outputs, place: 2);
        double[] weights = NumericalGradient.Numbers(samples * outputs, place: 3);
        double Loss() => NumericalGradient.Weighted(linear.Forward(input, weight, bias), weights);

        NumericalGradient.AssertIs(linear.InputGradient(weight, weights), input, Loss);
        NumericalGradient.AssertIs(linear.WeightGradient(input, weights), weight, Loss);
        NumericalGradient.AssertIs(linear.BiasGradient(weights), bias, Loss);
    }
}
