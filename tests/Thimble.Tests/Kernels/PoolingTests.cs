using Thimble.Graph;
using Thimble.Kernels;
using Thimble.Tests.Golden;
using Thimble.Tests.Kernels.Reference;

namespace Thimble.Tests.Kernels;

/// <summary>The pooling kernels against the references.</summary>
public sealed unsafe class PoolingTests
{
    private const double Tolerance = 1e-6;

    public static TheoryData<int> Widths => [.. KernelSets.Widths];

    [Theory]
    [MemberData(nameof(Widths))]
    public void Every_window_agrees_with_the_references(int bits)
    {
        foreach (int kernel in new[] { 1, 2, 3, 5 })
        {
            for (int padding = 0; padding <= kernel / 2; padding++)
            {
                for (int stride = 1; stride <= 3; stride++)
                {
                    AssertMaximumAgrees(bits, NumericalGradient.Tensor(3, 2, 7, 6), new Window(kernel, stride, padding));
                    AssertAverageAgrees(bits, NumericalGradient.Tensor(16, 3, 6, 7), new Window(kernel, stride, padding));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Of_equal_maxima_the_first_takes_the_gradient(int bits)
    {
        Tensor4 steps = NumericalGradient.Tensor(5, 2, 6, 6);
        var few = steps with { Values = [.. steps.Values.Select(value => Math.Round(value))] };

        AssertMaximumAgrees(bits, few, new Window(3, 2, 1));
        AssertMaximumAgrees(bits, few, new Window(2, 2));
        AssertMaximumAgrees(bits, few, new Window(2, 1));
    }

    private static void AssertMaximumAgrees(int bits, Tensor4 input, Window window)
    {
        PoolingPlan plan = PlanOf(input, window);
        KernelSet kernels = KernelSets.OfWidth(bits);
        AlignedArray<float> output = Block.Dirty(plan.Output.Size);
        AlignedArray<float> winners = Block.Dirty(plan.Output.Size);
        AlignedArray<float> gradient = Block.Dirty(plan.Input.Size);
        AlignedArray<float> scales = Block.Dirty(input.Channels);
        AlignedArray<float> shifts = Block.Dirty(input.Channels);
        scales.Span.Fill(-2);
        shifts.Span.Fill(0.5f);
        input = input with { Values = [.. input.Values.Select(value => (double)(float)value)] };
        Tensor4 normalized = input with { Values = [.. input.Values.Select(value => (-2 * value) + 0.5)] };
        Tensor4 expected = MaximumPoolDefinition.Forward(normalized, window);
        Tensor4 outputGradient = NumericalGradient.LossWeights(expected);

        kernels.MaximumPool(plan, Block.Of(input).Pointer, scales.Pointer, shifts.Pointer, rectify: false, output.Pointer, winners.Pointer);
        kernels.MaximumPoolBackward(plan, winners.Pointer, Block.Of(outputGradient).Pointer, gradient.Pointer);

        Closeness.AssertClose(expected.Values, Block.Samples(output, input.Samples), Tolerance, $"{bits} bits, maximum, {window}");
        Closeness.AssertClose(
            MaximumPoolDefinition.Backward(normalized, window, outputGradient).Values, Block.Samples(gradient, input.Samples), Tolerance,
            $"{bits} bits, gradient of the maximum, {window}");
    }

    private static void AssertAverageAgrees(int bits, Tensor4 input, Window window)
    {
        PoolingPlan plan = PlanOf(input, window);
        KernelSet kernels = KernelSets.OfWidth(bits);
        AlignedArray<float> output = Block.Dirty(plan.Output.Size);
        AlignedArray<float> gradient = Block.Dirty(plan.Input.Size);
        Tensor4 expected = AveragePoolDefinition.Forward(input, window);
        Tensor4 outputGradient = NumericalGradient.LossWeights(expected);

        kernels.AveragePool(plan, Block.Of(input).Pointer, output.Pointer);
        kernels.AveragePoolBackward(plan, Block.Of(outputGradient).Pointer, gradient.Pointer);

        Closeness.AssertClose(expected.Values, Block.Samples(output, input.Samples), Tolerance, $"{bits} bits, mean, {window}");
        Closeness.AssertClose(
            AveragePoolDefinition.Backward(input, window, outputGradient).Values, Block.Samples(gradient, input.Samples), Tolerance,
            $"{bits} bits, gradient of the mean, {window}");
    }

    private static PoolingPlan PlanOf(Tensor4 input, Window window)
    {
        var shape = new Shape(input.Channels, input.Height, input.Width);
        var output = window.Slide(shape);
        return new(shape, output, window);
    }
}
