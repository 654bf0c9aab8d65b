using Thimble.Graph;
using Thimble.Tests.Kernels.Reference;

namespace Thimble.Tests.Graph;

public sealed class PoolTests
{
    public static TheoryData<int, int, int, int, int> Windows => new()
    {
        { 4, 6, 2, 2, 0 },
        { 5, 7, 2, 2, 0 }, // rows and columns left over
        { 5, 4, 3, 1, 0 }, // overlapping
        { 5, 7, 3, 2, 1 }, // overlapping and padded
        { 5, 3, 2, 3, 1 }, // pixels that no window sees
        { 1, 1, 2, 1, 1 }, // windows that are padding but for one pixel
    };

    [Theory]
    [MemberData(nameof(Windows))]
    public void The_gradient_of_max_pooling_is_its_derivative(int height, int width, int kernel, int stride, int padding)
    {
        var window = new Window(kernel, stride, padding);
        Tensor4 input = NumericalGradient.Tensor(2, 3, height, width);
        Tensor4 weights = NumericalGradient.LossWeights(MaximumPoolDefinition.Forward(input, window));

        NumericalGradient.AssertIs(
            MaximumPoolDefinition.Backward(input, window, weights).Values,
            input.Values,
            () => NumericalGradient.Weighted(MaximumPoolDefinition.Forward(input, window).Values, weights.Values));
    }

    [Theory]
    [MemberData(nameof(Windows))]
    public void The_gradient_of_average_pooling_is_its_derivative(int height, int width, int kernel, int stride, int padding)
    {
        var window = new Window(kernel, stride, padding);
        Tensor4 input = NumericalGradient.Tensor(2, 3, height, width);
        Tensor4 weights = NumericalGradient.LossWeights(AveragePoolDefinition.Forward(input, window));

        NumericalGradient.AssertIs(
            AveragePoolDefinition.Backward(input, window, weights).Values,
            input.Values,
            () => NumericalGradient.Weighted(AveragePoolDefinition.Forward(input, window).Values, weights.Values));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 3)]
    public void The_gradient_of_a_global_average_is_its_derivative(int height, int width)
    {
        Tensor4 input = NumericalGradient.Tensor(2, 3, height, width);
        var window = new Window((height, width));
        Tensor4 weights = NumericalGradient.LossWeights(AveragePoolDefinition.Forward(input, window));

        NumericalGradient.AssertIs(
            AveragePoolDefinition.Backward(input, window, weights).Values,
            input.Values,
            () => NumericalGradient.Weighted(AveragePoolDefinition.Forward(input, window).Values, weights.Values));
    }

    [Fact]
    public void The_first_of_equal_maxima_takes_the_gradient()
    {
        var input = new Tensor4(1, 1, 2, 2) { Values = [3, 5, 5, 5] };
        var gradient = new Tensor4(1, 1, 1, 1) { Values = [7] };

        Assert.Equal([0, 7, 0, 0], MaximumPoolDefinition.Backward(input, new Window(2, 2), gradient).Values);
    }

    [Fact]
    public void Padding_never_wins_but_counts_in_a_mean()
    {
        var input = new Tensor4(1, 1, 1, 1) { Values = [-8] };
        var window = new Window(2, 1, 1);

        Assert.Equal([-8, -8, -8, -8], MaximumPoolDefinition.Forward(input, window).Values);
        Assert.Equal([-2, -2, -2, -2], AveragePoolDefinition.Forward(input, window).Values);
    }
}
