using Thimble.Graph;
using Thimble.Tests.Kernels.Reference;

namespace Thimble.Tests.Graph;

public sealed class ElementwiseTests
{
    internal static readonly PointwiseFunction[] Functions =
        [
            new Rectifier(), new LeakyRectifier(0.25f), new NegativePart(), new Sigmoid(), new SigmoidLinear(), new HardSwishFunction(), new ExponentialLinear(0.5f),
        ];

    public static TheoryData<int> FunctionNumbers => [.. Enumerable.Range(0, Functions.Length)];

    [Theory]
    [MemberData(nameof(FunctionNumbers))]
    public void The_gradient_of_a_function_is_its_derivative(int function)
    {
        var operation = new Pointwise(Functions[function]);
        Tensor4 input = NumericalGradient.Tensor(2, 3, 3, 5);
        Tensor4 weights = NumericalGradient.LossWeights(input);
        var numbers = new DefinitionNumbers(isTraining: true, seed: 1, epoch: 1, []);

        NumericalGradient.AssertIs(
            operation.Backward(numbers, [input], weights)[0].Values,
            input.Values,
            () => NumericalGradient.Weighted(operation.Forward(numbers, [input]).Values, weights.Values));
    }

    [Fact]
    public void Every_function_is_tried() =>
        Assert.Equal(typeof(IFunctionVisitor<int>).GetMethods().Length, Functions.Select(function => function.GetType()).Distinct().Count());

    [Fact]
    public void ReLU_has_no_slope_at_zero() => Assert.Equal([0.0, 0, 1], new[] { -1.0, 0, 2 }.Select(x => new Rectifier().Derivative(x)));

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
            MaskDefinition.Apply(weights, kept, p: 0.4).Values,
            input.Values,
            () => NumericalGradient.Weighted(MaskDefinition.Apply(input, kept, p: 0.4).Values, weights.Values));
    }

    [Fact]
    public void Dropout_scales_what_it_keeps()
    {
        var input = new Tensor4(1, 2, 1, 2) { Values = [1, 2, 3, 4] };

        Assert.Equal([2, 0, 0, 8], MaskDefinition.Apply(input, [true, false, false, true], p: 0.5).Values);
        Assert.Equal([0, 0, 6, 8], MaskDefinition.Apply(input, [false, true], p: 0.5).Values);
    }
}
