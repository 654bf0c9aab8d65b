using Thimble.Graph;
using Thimble.Tests.Kernels.Reference;

namespace Thimble.Tests.Graph;

public sealed class NormalizationTests
{
    [Theory]
    [InlineData(2, 1, 3, 4)]
    [InlineData(5, 3, 1, 1)]
    [InlineData(3, 2, 5, 3)]
    [InlineData(1, 2, 2, 3)]
    public void Its_gradients_are_the_derivatives_of_its_output(int samples, int channels, int height, int width)
    {
        const double Eps = 0.01;
        Tensor4 input = NumericalGradient.Tensor(samples, channels, height, width);
        double[] weight = NumericalGradient.Numbers(channels, place: 1);
        double[] bias = NumericalGradient.Numbers(channels, place: 2);
        Tensor4 Forward()
        {
            (double[] mean, double[] variance) = NormalizationDefinition.Statistics(input);
            return NormalizationDefinition.Forward(input, mean, variance, weight, bias, Eps);
        }

        Tensor4 weights = NumericalGradient.LossWeights(input);
        double Loss() => NumericalGradient.Weighted(Forward().Values, weights.Values);
        (Tensor4 Input, double[] Weight, double[] Bias) gradients = NormalizationDefinition.Backward(input, weight, Eps, weights);

        NumericalGradient.AssertIs(gradients.Input.Values, input.Values, Loss);
        NumericalGradient.AssertIs(gradients.Weight, weight, Loss);
        NumericalGradient.AssertIs(gradients.Bias, bias, Loss);
    }

    [Fact]
    public void The_batch_is_normalized_by_the_biased_variance_and_the_running_one_takes_the_unbiased()
    {
        var input = new Tensor4(2, 1, 1, 2) { Values = [1, 2, 3, 6] };
        double[] mean = [0];
        double[] variance = [1];

        (double[] batchMean, double[] batchVariance) = NormalizationDefinition.Statistics(input);
        NormalizationDefinition.UpdateRunning(mean, variance, input, momentum: 0.1);

        Assert.Equal([3], batchMean);
        Assert.Equal([3.5], batchVariance);
        Assert.Equal(0.3, mean[0], precision: 12);
        Assert.Equal(0.9 + (0.1 * 14 / 3), variance[0], precision: 12);
    }
}
