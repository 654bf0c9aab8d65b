using Thimble.Graph;
using Thimble.Tests.Kernels.Reference;

namespace Thimble.Tests.Graph;

public sealed class ConvolutionTests
{
    [Theory]
    [InlineData(1, 1, 4, 5, 3, 1, 0, 1)] // one channel in and out
    [InlineData(1, 3, 5, 4, 3, 1, 1, 1)] // padded, not square
    [InlineData(2, 3, 5, 7, 3, 2, 1, 1)] // stride 2, odd sizes
    [InlineData(2, 3, 6, 7, 3, 2, 0, 1)] // a stride that leaves a row over
    [InlineData(3, 2, 4, 3, 1, 1, 0, 1)] // 1×1
    [InlineData(3, 2, 5, 4, 1, 2, 0, 1)] // 1×1 that skips pixels
    [InlineData(2, 2, 4, 5, 2, 1, 1, 1)] // an even kernel
    [InlineData(1, 2, 4, 3, 5, 2, 4, 1)] // a kernel larger than the image
    [InlineData(4, 6, 4, 3, 3, 1, 1, 2)] // groups
    [InlineData(3, 3, 5, 4, 3, 1, 1, 3)] // depthwise
    [InlineData(3, 6, 5, 4, 3, 2, 2, 3)] // depthwise, two outputs a channel
    public void Its_gradients_are_the_derivatives_of_its_output(
        int channels, int outputs, int height, int width, int kernel, int stride, int padding, int groups)
    {
        var convolution = new ConvolutionDefinition(new Window(kernel, stride, padding), outputs, groups);
        Tensor4 input = NumericalGradient.Tensor(samples: 2, channels, height, width);
        double[] weight = NumericalGradient.Numbers(outputs * (channels / groups) * kernel * kernel, place: 1);
        double[] bias = NumericalGradient.Numbers(outputs, place: 2);
        Tensor4 weights = NumericalGradient.LossWeights(convolution.Forward(input, weight, bias));
        double Loss() => NumericalGradient.Weighted(convolution.Forward(input, weight, bias).Values, weights.Values);

        NumericalGradient.AssertIs(convolution.InputGradient(input, weight, weights).Values, input.Values, Loss);
        NumericalGradient.AssertIs(convolution.WeightGradient(input, weights), weight, Loss);
        NumericalGradient.AssertIs(convolution.BiasGradient(weights), bias, Loss);
    }

    [Fact]
    public void It_does_not_turn_the_kernel_round()
    {
        var convolution = new ConvolutionDefinition(new Window(2), outputChannels: 1);
        var input = new Tensor4(1, 1, 2, 2) { Values = [1, 10, 100, 1000] };

        Tensor4 output = convolution.Forward(input, weight: [1, 2, 3, 4], bias: [0.5]);

        Assert.Equal([1 + 20 + 300 + 4000.5], output.Values);
    }
}
