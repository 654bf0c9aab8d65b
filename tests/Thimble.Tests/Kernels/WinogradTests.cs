using Thimble.Graph;
using Thimble.Kernels;
using Thimble.Tests.Golden;
using Thimble.Tests.Kernels.Reference;

namespace Thimble.Tests.Kernels;

/// <summary>
/// Winograd against the reference, over every size that leaves part of a tile over: of the image, of registers, of
/// groups of tiles and of channels.
/// </summary>
public sealed unsafe class WinogradTests
{
    // The bound of the error relative to the result's norm, and of the largest error relative to its largest number.
    // Single precision has steps of 1.2e-7. Direct convolution is held to 3e-6 for as many channels (ConvolutionTests).
    private const double Tolerance = 3e-6;

    public static TheoryData<int> Widths => [.. KernelSets.Widths];

    [Theory]
    [MemberData(nameof(Widths))]
    public void Every_size_of_image_agrees_with_the_reference(int bits)
    {
        for (int height = 3; height <= 8; height++)
        {
            for (int width = 3; width <= 12; width++)
                AssertAgrees(bits, NumericalGradient.Tensor(2, 3, height, width), outputs: 5, padding: 0);
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Every_count_of_channels_agrees_with_the_reference(int bits)
    {
        foreach (int inputs in new[] { 1, 2, 3, 4, 5, 8, 31, 32, 33, 36 })
        {
            foreach (int outputs in new[] { 1, 2, 3, 4, 5, 7, 8, 9, 31, 32, 33, 37 })
                AssertAgrees(bits, NumericalGradient.Tensor(2, inputs, 2, 3), outputs, padding: 1);
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Every_padding_and_number_of_samples_agrees_with_the_reference(int bits)
    {
        for (int samples = 1; samples <= Lanes.PerBlock; samples++)
            AssertAgrees(bits, NumericalGradient.Tensor(samples, 2, 5, 4), outputs: 6, padding: samples % 3);
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void The_error_of_a_large_convolution_is_bounded(int bits) =>
        AssertAgrees(bits, NumericalGradient.Tensor(3, 64, 14, 14), outputs: 40, padding: 1);

    [Theory]
    [MemberData(nameof(Widths))]
    public void A_convolution_that_rectifies_is_a_convolution_and_a_ReLU(int bits)
    {
        Tensor4 input = NumericalGradient.Tensor(3, 3, 7, 6);
        double[] weight = NumericalGradient.Numbers(6 * 3 * 9, place: 1);
        double[] bias = NumericalGradient.Numbers(6, place: 2);

        double[] rectified = Forward(bits, input, weight, bias, padding: 1, rectify: true);

        Assert.Equal([.. Forward(bits, input, weight, bias, padding: 1).Select(value => Math.Max(0, value))], rectified);
    }

    [Fact]
    public void Every_register_width_gives_the_same_bits()
    {
        Tensor4 input = NumericalGradient.Tensor(16, 33, 7, 9);
        double[] weight = NumericalGradient.Numbers(10 * 33 * 9, place: 1);
        double[] bias = NumericalGradient.Numbers(10, place: 2);
        Tensor4 gradient = NumericalGradient.Tensor(16, 10, 7, 9, place: 3);
        int first = KernelSets.Widths.First();
        foreach (int bits in KernelSets.Widths)
        {
            Assert.Equal(Forward(first, input, weight, bias, padding: 1), Forward(bits, input, weight, bias, padding: 1));
            Assert.Equal(WeightGradient(first, input, gradient, padding: 1), WeightGradient(bits, input, gradient, padding: 1));
        }
    }

    private static void AssertAgrees(int bits, Tensor4 input, int outputs, int padding)
    {
        var window = new Window(3, 1, padding);
        var reference = new ConvolutionDefinition(window, outputs);
        double[] weight = NumericalGradient.Numbers(outputs * input.Channels * 9, place: 1);
        double[] bias = NumericalGradient.Numbers(outputs, place: 2);
        string what = $"{bits} bits, {input.Channels} to {outputs} channels, {input.Height} × {input.Width}, padding {padding}";

        Tensor4 expected = reference.Forward(input, weight, bias);
        Closeness.AssertClose(expected.Values, Forward(bits, input, weight, bias, padding), Tolerance, $"output, {what}");

        Tensor4 gradient = NumericalGradient.LossWeights(expected);
        Closeness.AssertClose(
            reference.WeightGradient(input, gradient), WeightGradient(bits, input, gradient, padding), Tolerance, $"weight gradient, {what}");
        Closeness.AssertClose(
            reference.InputGradient(input, weight, gradient).Values, InputGradient(bits, input, weight, gradient, padding), Tolerance,
            $"input gradient, {what}");
    }

    private static double[] Forward(int bits, Tensor4 input, double[] weight, double[] bias, int padding, bool rectify = false)
    {
        WinogradPlan plan = PlanOf(input, bias.Length, padding);
        var packed = new AlignedArray<float>(WinogradWeights.Floats(plan.OutChannels, plan.InChannels));
        WinogradWeights.Forward(Block.Numbers(weight).Pointer, plan.OutChannels, plan.InChannels, packed.Pointer);
        return Convolve(bits, plan, Padded(input, padding), packed, Block.Numbers(bias), rectify, input.Samples);
    }

    private static double[] InputGradient(int bits, Tensor4 input, double[] weight, Tensor4 outputGradient, int padding)
    {
        int outputs = outputGradient.Channels;
        var plan = new WinogradPlan(outputs, input.Height + 2, input.Width + 2, input.Channels);
        var packed = new AlignedArray<float>(WinogradWeights.Floats(plan.OutChannels, plan.InChannels));
        WinogradWeights.InputGradient(Block.Numbers(weight).Pointer, outputs, input.Channels, packed.Pointer);
        AlignedArray<float> bordered = Block.Bordered(outputGradient, 2 - padding);
        return Convolve(bits, plan, bordered, packed, new AlignedArray<float>(input.Channels), rectify: false, input.Samples);
    }

    private static double[] Convolve(
        int bits, WinogradPlan plan, AlignedArray<float> input, AlignedArray<float> packed, AlignedArray<float> bias, bool rectify, int samples)
    {
        AlignedArray<float> output = Block.Dirty(plan.OutChannels * plan.Pixels);
        AlignedArray<float> scratch = Scratch(Winograd.ScratchFloats(plan));
        KernelSets.OfWidth(bits).WinogradForward(plan, input.Pointer, packed.Pointer, bias.Pointer, rectify, output.Pointer, scratch.Pointer);
        GC.KeepAlive(packed);
        GC.KeepAlive(bias);
        GC.KeepAlive(scratch);
        return Block.Samples(output, samples);
    }

    private static double[] WeightGradient(int bits, Tensor4 input, Tensor4 outputGradient, int padding)
    {
        WinogradPlan plan = PlanOf(input, outputGradient.Channels, padding);
        var gradient = new AlignedArray<float>(plan.OutChannels * plan.InChannels * 9);
        AlignedArray<float> scratch = Scratch(WinogradWeightGradient.ScratchFloats(plan));
        KernelSets.OfWidth(bits).WinogradWeightGradient(
            plan, Padded(input, padding).Pointer, Block.Of(outputGradient).Pointer, gradient.Pointer, scratch.Pointer);
        GC.KeepAlive(scratch);
        return Closeness.Widen(gradient.Span);
    }

    // What an earlier kernel has left there must not get into any result.
    private static AlignedArray<float> Scratch(long floats)
    {
        var scratch = new AlignedArray<float>(floats);
        scratch.Span.Fill(99);
        return scratch;
    }

    private static WinogradPlan PlanOf(Tensor4 input, int outputs, int padding) =>
        new(input.Channels, input.Height + (2 * padding), input.Width + (2 * padding), outputs);

    // Lanes without a sample hold something, which must not get into any sum.
    private static AlignedArray<float> Padded(Tensor4 input, int padding) => Block.Bordered(input, padding, unused: 7);
}
