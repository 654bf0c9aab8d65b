using Thimble.Kernels.Reference;

namespace Thimble.Tests.Kernels.Reference;

public sealed class ElementwiseReferenceTests
{
    [Fact]
    public void The_gradient_of_ReLU_is_its_derivative()
    {
        Tensor4 input = NumericalGradient.Tensor(2, 3, 3, 5);
        Tensor4 weights = NumericalGradient.LossWeights(input);

        NumericalGradient.AssertIs(
            ReLUReference.Backward(input, weights).Values,
            input.Values,
            () => NumericalGradient.Weighted(ReLUReference.Forward(input).Values, weights.Values));
    }

    [Fact]
    public void ReLU_has_no_slope_at_zero()
    {
        var input = new Tensor4(1, 1, 1, 3) { Values = [-1, 0, 2] };
        var gradient = new Tensor4(1, 1, 1, 3) { Values = [5, 5, 5] };

        Assert.Equal([0, 0, 5], ReLUReference.Backward(input, gradient).Values);
    }

    [Theory]
    [InlineData(1)] // a number at a time: Dropout
    [InlineData(15)] // a channel of 3 × 5 at a time: Dropout2d
    public void The_gradient_of_dropout_is_its_derivative(int numbersKeptTogether)
    {
        Tensor4 input = NumericalGradient.Tensor(2, 3, 3, 5);
        bool[] kept = [.. NumericalGradient.Numbers(input.Values.Length / numbersKeptTogether, place: 1).Select(x => x > 0)];
        Tensor4 weights = NumericalGradient.LossWeights(input);

        Assert.Contains(false, kept);
        NumericalGradient.AssertIs(
            DropoutReference.Apply(weights, kept, p: 0.4).Values,
            input.Values,
            () => NumericalGradient.Weighted(DropoutReference.Apply(input, kept, p: 0.4).Values, weights.Values));
    }

    [Fact]
    public void Dropout_scales_what_it_keeps()
    {
        var input = new Tensor4(1, 2, 1, 2) { Values = [1, 2, 3, 4] };

        Assert.Equal([2, 0, 0, 8], DropoutReference.Apply(input, [true, false, false, true], p: 0.5).Values);
        Assert.Equal([0, 0, 6, 8], DropoutReference.Apply(input, [false, true], p: 0.5).Values);
    }
}
