using Thimble.Engine.Blocks;
using Thimble.Graph;
using Thimble.Kernels;
using Thimble.Tests.Golden;
using Thimble.Tests.Kernels.Reference;

namespace Thimble.Tests.Kernels;

/// <summary>The convolution kernels against the reference, over every size that leaves part of a register tile over.</summary>
public sealed unsafe class ConvolutionTests
{
    private const double Tolerance = 3e-6;

    public static TheoryData<int> Widths => [.. KernelSets.Widths];

    [Theory]
    [MemberData(nameof(Widths))]
    public void Every_count_of_channels_and_pixels_agrees_with_the_reference(int bits)
    {
        foreach (int width in new[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 28 })
        {
            for (int channels = 1; channels <= 9; channels++)
            {
                AssertAgrees(bits, NumericalGradient.Tensor(3, 2, 1, width), outputs: channels, new Window(3, 1, 1));
                AssertAgrees(bits, NumericalGradient.Tensor(2, channels, 2, width), outputs: 3, new Window(1));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Every_window_agrees_with_the_reference(int bits)
    {
        foreach (int kernel in new[] { 1, 2, 3, 5 })
        {
            for (int padding = 0; padding < kernel; padding++)
            {
                AssertAgrees(bits, NumericalGradient.Tensor(2, 3, 6, 9), outputs: 5, new Window(kernel, 1, padding));
                AssertAgrees(bits, NumericalGradient.Tensor(2, 3, 6, 9), outputs: 5, new Window(kernel, 2, padding));
                AssertAgrees(bits, NumericalGradient.Tensor(2, 1, 9, 6), outputs: 6, new Window(kernel, 2, padding));
                AssertAgrees(bits, NumericalGradient.Tensor(2, 2, 9, 10), outputs: 3, new Window(kernel, 3, padding));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Windows_of_two_sizes_agree_with_the_reference(int bits)
    {
        AssertAgrees(bits, NumericalGradient.Tensor(2, 3, 7, 11), outputs: 5, new Window((3, 5), (2, 1), (1, 2)));
        AssertAgrees(bits, NumericalGradient.Tensor(2, 3, 7, 11), outputs: 4, new Window((2, 3), (1, 3), (0, 1)));
        AssertAgrees(bits, NumericalGradient.Tensor(2, 3, 8, 8), outputs: 4, new Window((1, 4), (4, 2), (0, 0)));
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Every_number_of_samples_in_a_block_agrees_with_the_reference(int bits)
    {
        for (int samples = 1; samples <= Lanes.PerBlock; samples++)
            AssertAgrees(bits, NumericalGradient.Tensor(samples, 2, 4, 5), outputs: 7, new Window(3, 1, 1));
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Images_larger_than_a_strip_of_pixels_agree_with_the_reference(int bits) =>
        AssertAgrees(bits, NumericalGradient.Tensor(2, 3, 13, 28), outputs: 7, new Window(3, 1, 1));

    [Theory]
    [MemberData(nameof(Widths))]
    public void Inputs_larger_than_the_cache_are_done_a_band_of_pixels_at_a_time_and_agree_with_the_reference(int bits)
    {
        var window = new Window(3, 1, 1);
        Tensor4 input = NumericalGradient.Tensor(2, 24, 28, 28);
        ConvolutionPlan plan = PlanOf(input, outputs: 7, window);
        Assert.InRange(plan.PixelsPerBand, 6, plan.Pixels - 1);

        AssertAgrees(bits, input, outputs: 7, window);
        AssertAgrees(bits, NumericalGradient.Tensor(1, 24, 35, 21), outputs: 2, window);
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void A_convolution_that_rectifies_is_a_convolution_and_a_ReLU(int bits)
    {
        foreach ((int outputs, int width) in new[] { (1, 1), (1, 9), (2, 1), (2, 9), (4, 1), (4, 9) })
        {
            Tensor4 input = NumericalGradient.Tensor(3, 2, 1, width);
            double[] weight = NumericalGradient.Numbers(outputs * 2, place: 1);
            double[] bias = NumericalGradient.Numbers(outputs, place: 2);
            var window = new Window(1);

            double[] rectified = Forward(bits, input, weight, bias, window, rectify: true);

            Assert.Equal([.. Forward(bits, input, weight, bias, window).Select(value => Math.Max(0, value))], rectified);
        }
    }

    private static void AssertAgrees(int bits, Tensor4 input, int outputs, Window window)
    {
        var reference = new ConvolutionDefinition(window, outputs);
        double[] weight = NumericalGradient.Numbers(outputs * input.Channels * window.Kernel.Area, place: 1);
        double[] bias = NumericalGradient.Numbers(outputs, place: 2);
        string what = $"{bits} bits, {input.Channels} to {outputs} channels, {input.Height} × {input.Width}, {window}";

        Tensor4 expected = reference.Forward(input, weight, bias);
        Closeness.AssertClose(expected.Values, Forward(bits, input, weight, bias, window), Tolerance, $"output, {what}");

        Tensor4 gradient = NumericalGradient.LossWeights(expected);
        Closeness.AssertClose(
            reference.WeightGradient(input, gradient), WeightGradient(bits, input, gradient, window), Tolerance, $"weight gradient, {what}");
        Closeness.AssertClose(
            reference.InputGradient(input, weight, gradient).Values, InputGradient(bits, input, weight, gradient, window), Tolerance,
            $"input gradient, {what}");
    }

    private static double[] Forward(int bits, Tensor4 input, double[] weight, double[] bias, Window window, bool rectify = false)
    {
        ConvolutionPlan plan = PlanOf(input, bias.Length, window);
        var packed = new AlignedArray<float>(weight.Length);
        PackedWeights.Forward(Block.Numbers(weight).Pointer, bias.Length, plan.Taps, packed.Pointer);
        AlignedArray<float> output = Block.Dirty(bias.Length * plan.Pixels);
        KernelSets.OfWidth(bits).ConvolutionForward(
            plan, Padded(input, window).Pointer, packed.Pointer, Block.Numbers(bias).Pointer, rectify, output.Pointer);
        return Block.Samples(output, input.Samples);
    }

    private static double[] WeightGradient(int bits, Tensor4 input, Tensor4 outputGradient, Window window)
    {
        ConvolutionPlan plan = PlanOf(input, outputGradient.Channels, window);
        var gradient = new AlignedArray<float>(plan.OutChannels * plan.Taps);
        var scratch = new AlignedArray<float>(ConvolutionWeightGradient.ScratchFloats(plan));
        scratch.Span.Fill(99);
        KernelSets.OfWidth(bits).ConvolutionWeightGradient(
            plan, Padded(input, window).Pointer, Block.Of(outputGradient).Pointer, gradient.Pointer, scratch.Pointer);
        return Closeness.Widen(gradient.Span);
    }

    private static double[] InputGradient(int bits, Tensor4 input, double[] weight, Tensor4 outputGradient, Window window)
    {
        var operation = new Convolution(new("weight", [outputGradient.Channels, input.Channels, window.Kernel.Rows, window.Kernel.Columns]), Bias: null, window, Groups: 1);
        var kernel = new InputGradient(
            operation, new(input.Channels, input.Height, input.Width), new(outputGradient.Channels, outputGradient.Height, outputGradient.Width), KernelSets.OfWidth(bits));
        AlignedArray<float> gradient = Block.Dirty(input.SampleSize);
        var scratch = new AlignedArray<float>(kernel.ScratchFloats);
        kernel.Pack(Block.Numbers(weight).Pointer);
        kernel.Run(Block.Bordered(outputGradient, kernel.Border).Pointer, gradient.Pointer, scratch.Pointer);
        return Block.Samples(gradient, input.Samples);
    }

    private static ConvolutionPlan PlanOf(Tensor4 input, int outputs, Window window) => new(
        input.Channels, input.Height + (2 * window.Padding.Rows), input.Width + (2 * window.Padding.Columns), outputs, window.Kernel, window.Stride);

    // Lanes without a sample hold something, which must not get into any sum.
    private static AlignedArray<float> Padded(Tensor4 input, Window window) => Block.Bordered(input, window.Padding, unused: 7);
}
