using Thimble.Graph;
using Thimble.Kernels;
using Thimble.Tests.Golden;
using Thimble.Tests.Kernels.Reference;

namespace Thimble.Tests.Kernels;

/// <summary>
/// F(4×4, 3×3) against the reference, over every size that leaves part of a tile over: of the image, of registers, of groups of
/// tiles and of channels.
/// </summary>
public sealed unsafe class Winograd4Tests
{
    // What comes of a rounding in the output is 10.1 times as large, and 22.5 times in a tile's last row and column: the root of
    // Σ over positions of A² · ‖B‖² · ‖G‖², with the rows of B and G, over 9 products (by the points 0, ±1, ±5/8 and ∞).
    private const double Amplification = 22.5;

    public static TheoryData<int> Widths => [.. KernelSets.Widths];

    [Theory]
    [MemberData(nameof(Widths))]
    public void Every_size_of_image_agrees_with_the_reference(int bits)
    {
        for (int height = 4; height <= 13; height++)
        {
            for (int width = 4; width <= 13; width++)
                AssertAgrees(bits, NumericalGradient.Tensor(2, 3, height, width), outputs: 5, padding: 1);
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Every_count_of_channels_agrees_with_the_reference(int bits)
    {
        foreach (int inputs in new[] { 1, 2, 3, 4, 5, 7, 8, 31, 32, 33 })
        {
            foreach (int outputs in new[] { 1, 2, 3, 4, 5, 6, 7, 9, 31, 33, 37 })
                AssertAgrees(bits, NumericalGradient.Tensor(2, inputs, 5, 6), outputs, padding: 1);
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Every_padding_and_number_of_samples_agrees_with_the_reference(int bits)
    {
        for (int samples = 1; samples <= Lanes.PerBlock; samples++)
        {
            foreach (Size2d padding in new Size2d[] { 0, 1, 2, (0, 2), (1, 0) })
                AssertAgrees(bits, NumericalGradient.Tensor(samples, 2, 7, 6), outputs: 6, padding);
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Tiles_of_wide_images_and_many_channels_are_done_in_groups(int bits)
    {
        AssertAgrees(bits, NumericalGradient.Tensor(2, 3, 9, 121), outputs: 2, padding: 1);
        AssertAgrees(bits, NumericalGradient.Tensor(3, 64, 14, 14), outputs: 40, padding: 1);
        AssertAgrees(bits, NumericalGradient.Tensor(2, 16, 28, 28), outputs: 10, padding: 1);
        var plan = new Winograd4Plan(new Shape(64, 14, 14), padding: 1, outChannels: 40);
        Assert.True(plan.GroupOf(104, Winograd4Plan.Positions, 16).Columns < plan.TileColumns, "so many channels are not to go in whole rows");
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void What_a_block_has_deferred_is_done_as_it_is_read(int bits)
    {
        Tensor4 input = NumericalGradient.Tensor(16, 3, 6, 9);
        AlignedArray<float> values = Block.Of(input);
        AlignedArray<float> scales = Block.Numbers(NumericalGradient.Numbers(3 * Lanes.PerBlock, place: 5));
        AlignedArray<float> shifts = Block.Numbers(NumericalGradient.Numbers(3 * Lanes.PerBlock, place: 6));
        var plan = new Winograd4Plan(new Shape(3, 6, 9), padding: 1, outChannels: 4);
        double[] weight = NumericalGradient.Numbers(4 * 3 * 9, place: 1);
        AlignedArray<float> outputGradient = Block.Of(NumericalGradient.Tensor(16, 4, 6, 9, place: 3));
        foreach (bool rectify in new[] { false, true })
        {
            AlignedArray<float> done = Block.Dirty(input.SampleSize);
            KernelSets.OfWidth(bits).BorderedAffine(values.Pointer, scales.Pointer, shifts.Pointer, rectify, done.Pointer, plan.Input, border: 0);
            var deferred = new DeferredBlock(values.Pointer, scales.Pointer, shifts.Pointer, rectify);

            Assert.Equal(Convolve(bits, plan, new(done.Pointer), weight, 16), Convolve(bits, plan, deferred, weight, 16));
            Assert.Equal(
                WeightGradient(bits, plan, new(done.Pointer), outputGradient), WeightGradient(bits, plan, deferred, outputGradient));
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void A_convolution_that_rectifies_is_a_convolution_and_a_ReLU(int bits)
    {
        Tensor4 input = NumericalGradient.Tensor(3, 3, 7, 6);
        var plan = new Winograd4Plan(new Shape(3, 7, 6), padding: 1, outChannels: 6);
        double[] weight = NumericalGradient.Numbers(6 * 3 * 9, place: 1);
        var block = new DeferredBlock(Block.Of(input).Pointer);

        double[] rectified = Convolve(bits, plan, block, weight, input.Samples, rectify: true);

        Assert.Equal([.. Convolve(bits, plan, block, weight, input.Samples).Select(value => Math.Max(0, value))], rectified);
    }

    [Fact]
    public void Every_register_width_gives_the_same_bits()
    {
        var plan = new Winograd4Plan(new Shape(33, 13, 9), padding: 1, outChannels: 11);
        var input = new DeferredBlock(Block.Of(NumericalGradient.Tensor(16, 33, 13, 9)).Pointer);
        double[] weight = NumericalGradient.Numbers(11 * 33 * 9, place: 1);
        AlignedArray<float> gradient = Block.Of(NumericalGradient.Tensor(16, 11, 13, 9, place: 3));
        int first = KernelSets.Widths.First();
        foreach (int bits in KernelSets.Widths)
        {
            Assert.Equal(Convolve(first, plan, input, weight, 16), Convolve(bits, plan, input, weight, 16));
            Assert.Equal(WeightGradient(first, plan, input, gradient), WeightGradient(bits, plan, input, gradient));
        }
    }

    [Fact]
    public void Lanes_are_added_up_in_the_same_order_alone_and_side_by_side()
    {
        AlignedArray<float> lanes = Block.Numbers(NumericalGradient.Numbers(11 * Lanes.PerBlock, place: 8));
        AlignedArray<float> sums = Block.Numbers(new double[11]);
        AlignedArray<float> added = Block.Numbers([.. Enumerable.Repeat(0.5, 11)]);

        Lanes.Sums(lanes.Pointer, 11, sums.Pointer);
        Lanes.AddSums(lanes.Pointer, 11, added.Pointer);

        for (int i = 0; i < 11; i++)
        {
            float sum = Lanes.Sum(lanes.Pointer + (i * Lanes.PerBlock));
            Assert.Equal(sum, sums.Span[i]);
            Assert.Equal(0.5f + sum, added.Span[i]);
        }
    }

    // A rounding is at most 2⁻²⁴ of a number. Both transforms, the product and the way back are some 12 of them, and each of the sums
    // over channels or tiles, half as large on average as the last, one more; together they are as large as their number's root, since they
    // know nothing of each other. (Direct convolution is held to 3e-6.)
    private static double Tolerance(int summands) => Amplification * Math.Sqrt(12 + (summands / 2.0)) * Math.ScaleB(1, -24);

    private static void AssertAgrees(int bits, Tensor4 input, int outputs, Size2d padding)
    {
        var window = new Window(3, 1, padding);
        var reference = new ConvolutionDefinition(window, outputs);
        double[] weight = NumericalGradient.Numbers(outputs * input.Channels * 9, place: 1);
        double[] bias = NumericalGradient.Numbers(outputs, place: 2);
        string what = $"{bits} bits, {input.Channels} to {outputs} channels, {input.Height} × {input.Width}, padding {padding}";
        var plan = new Winograd4Plan(new Shape(input.Channels, input.Height, input.Width), padding, outputs);

        // Lanes without a sample hold something, which must not get into any sum.
        var block = new DeferredBlock(Block.Of(input, unused: 7).Pointer);
        Tensor4 expected = reference.Forward(input, weight, bias);
        Closeness.AssertClose(expected.Values, Convolve(bits, plan, block, weight, input.Samples, bias: bias), Tolerance(input.Channels), $"output, {what}");

        Tensor4 gradient = NumericalGradient.LossWeights(expected);
        Closeness.AssertClose(
            reference.WeightGradient(input, gradient), WeightGradient(bits, plan, block, Block.Of(gradient)), Tolerance(plan.TileRows * plan.TileColumns),
            $"weight gradient, {what}");
        Closeness.AssertClose(
            reference.InputGradient(input, weight, gradient).Values, InputGradient(bits, input, weight, gradient, padding), Tolerance(outputs),
            $"input gradient, {what}");
    }

    private static double[] Convolve(
        int bits, Winograd4Plan plan, in DeferredBlock input, double[] weight, int samples, bool rectify = false, double[]? bias = null)
    {
        AlignedArray<float> packed = Dirty(Winograd4Weights.Floats(plan.OutChannels, plan.InChannels));
        Winograd4Weights.Forward(Block.Numbers(weight).Pointer, plan.OutChannels, plan.InChannels, packed.Pointer);
        return Convolve(bits, plan, input, packed, Block.Numbers(bias ?? NumericalGradient.Numbers(plan.OutChannels, place: 2)), rectify, samples);
    }

    private static double[] InputGradient(int bits, Tensor4 input, double[] weight, Tensor4 outputGradient, Size2d padding)
    {
        int outputs = outputGradient.Channels;
        var plan = new Winograd4Plan(
            new Shape(outputs, outputGradient.Height, outputGradient.Width), (2 - padding.Rows, 2 - padding.Columns), input.Channels);
        AlignedArray<float> packed = Dirty(Winograd4Weights.Floats(plan.OutChannels, plan.InChannels));
        Winograd4Weights.InputGradient(Block.Numbers(weight).Pointer, outputs, input.Channels, packed.Pointer);
        var block = new DeferredBlock(Block.Of(outputGradient, unused: 7).Pointer);
        return Convolve(bits, plan, block, packed, new AlignedArray<float>(input.Channels), rectify: false, input.Samples);
    }

    private static double[] Convolve(
        int bits, Winograd4Plan plan, in DeferredBlock input, AlignedArray<float> packed, AlignedArray<float> bias, bool rectify, int samples)
    {
        AlignedArray<float> output = Block.Dirty(plan.OutChannels * plan.Pixels);
        AlignedArray<float> scratch = Dirty(Winograd4.ScratchFloats(plan));
        KernelSets.OfWidth(bits).Winograd4Forward(plan, input, packed.Pointer, bias.Pointer, rectify, output.Pointer, scratch.Pointer);
        GC.KeepAlive(packed);
        GC.KeepAlive(bias);
        GC.KeepAlive(scratch);
        return Block.Samples(output, samples);
    }

    private static double[] WeightGradient(int bits, Winograd4Plan plan, in DeferredBlock input, AlignedArray<float> outputGradient)
    {
        AlignedArray<float> gradient = Dirty(plan.OutChannels * plan.InChannels * 9);
        AlignedArray<float> scratch = Dirty(Winograd4WeightGradient.ScratchFloats(plan));
        KernelSets.OfWidth(bits).Winograd4WeightGradient(plan, input, outputGradient.Pointer, gradient.Pointer, scratch.Pointer);
        GC.KeepAlive(scratch);
        return Closeness.Widen(gradient.Span);
    }

    // What an earlier kernel has left there must not get into any result.
    private static AlignedArray<float> Dirty(long floats)
    {
        var scratch = new AlignedArray<float>(floats);
        scratch.Span.Fill(99);
        return scratch;
    }
}
