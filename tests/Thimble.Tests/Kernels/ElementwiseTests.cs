using Thimble.Graph;
using Thimble.Kernels;
using Thimble.Tests.Golden;
using Thimble.Tests.Kernels.Reference;

namespace Thimble.Tests.Kernels;

/// <summary>The kernels that go number by number, or sum over the pixels of a channel, for 1 to 9 pixels and 28².</summary>
public sealed unsafe class ElementwiseTests
{
    private const double Tolerance = 2e-6;

    private static readonly int[] PixelCounts = [1, 2, 3, 4, 5, 6, 7, 8, 9, 784];

    public static TheoryData<int> Widths => [.. KernelSets.Widths];

    [Fact]
    public void Many_sums_over_lanes_are_the_same_bits_as_one_at_a_time()
    {
        const int Most = 11;
        AlignedArray<float> lanes = Block.Numbers(NumericalGradient.Numbers(Most * Lanes.PerBlock, place: 7));
        for (int blocks = 0; blocks <= Most; blocks++)
        {
            float[] sums = new float[Most];
            fixed (float* target = sums)
                Lanes.Sums(lanes.Pointer, blocks, target);

            Assert.Equal([.. Enumerable.Range(0, Most).Select(i => i < blocks ? Lanes.Sum(lanes.Pointer + (i * Lanes.PerBlock)) : 0)], sums);
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void ReLU_agrees_with_the_reference(int bits)
    {
        KernelSet kernels = KernelSets.OfWidth(bits);
        foreach (int pixels in PixelCounts)
        {
            Tensor4 input = NumericalGradient.Tensor(16, 1, 1, pixels);
            input.Values[0] = 0;
            Tensor4 outputGradient = NumericalGradient.LossWeights(input);
            AlignedArray<float> output = Block.Dirty(pixels);
            AlignedArray<float> gradient = Block.Of(outputGradient);

            kernels.Pointwise(default(RectifierKernel)).Forward(Block.Of(input).Pointer, output.Pointer, output.Length);
            kernels.Pointwise(default(RectifierKernel)).Backward(output.Pointer, gradient.Pointer, gradient.Length);

            Assert.Equal(input.Select((x, _) => Math.Max(0, x)).Values, Block.Samples(output, 16));
            Assert.Equal(outputGradient.Times(input.Select((x, _) => x > 0 ? 1 : 0)).Values, Block.Samples(gradient, 16));
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void ReLU_lets_a_diverged_run_show(int bits)
    {
        AlignedArray<float> values = Block.Empty(1);
        values.Span[3] = float.NaN;

        KernelSets.OfWidth(bits).Pointwise(default(RectifierKernel)).Forward(values.Pointer, values.Pointer, values.Length);

        Assert.True(float.IsNaN(values.Span[3]));
        Assert.Equal(0, values.Span[4]);
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Sums_over_pixels_are_sums(int bits)
    {
        KernelSet kernels = KernelSets.OfWidth(bits);
        AlignedArray<float> sums = Block.Dirty(1);
        AlignedArray<float> products = Block.Dirty(1);
        foreach (int pixels in PixelCounts)
        {
            Tensor4 input = NumericalGradient.Tensor(16, 1, 1, pixels);
            Tensor4 gradient = NumericalGradient.LossWeights(input);
            AlignedArray<float> block = Block.Of(input);

            kernels.SumPixels(block.Pointer, pixels, sums.Pointer);
            AssertSums(input, sums, (x, _) => x, gradient, $"{bits} bits, sum of {pixels}");
            kernels.Moments(block.Pointer, pixels, origin: 0.5f, sums.Pointer, products.Pointer);
            AssertSums(input, sums, (x, _) => x - 0.5, gradient, $"{bits} bits, differences of {pixels}");
            AssertSums(input, products, (x, _) => (x - 0.5) * (x - 0.5), gradient, $"{bits} bits, squares of {pixels}");
            kernels.NormalizationBackwardSums(Terms(mean: 0.5f), block.Pointer, Block.Of(gradient).Pointer, pixels, sums.Pointer, products.Pointer);
            AssertSums(input, sums, (_, g) => g, gradient, $"{bits} bits, gradients of {pixels}");
            AssertSums(input, products, (x, g) => (x - 0.5) * g, gradient, $"{bits} bits, products of {pixels}");
            kernels.NormalizationBackwardSums(
                Terms(mean: 0.5f, rectifiedBehind: true), block.Pointer, Block.Of(gradient).Pointer, pixels, sums.Pointer, products.Pointer);
            AssertSums(input, sums, (x, g) => (-2 * x) + 0.25 > 0 ? g : 0, gradient, $"{bits} bits, gradients after a ReLU of {pixels}");
            AssertSums(input, products, (x, g) => (-2 * x) + 0.25 > 0 ? (x - 0.5) * g : 0, gradient, $"{bits} bits, products after a ReLU of {pixels}");
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Bordered_copies_have_zeros_around_and_an_affine_map_inside(int bits)
    {
        Tensor4 x = NumericalGradient.Tensor(16, 2, 3, 5);
        AlignedArray<float> scales = Block.Of(new Tensor4(16, 2, 1, 1) { Values = NumericalGradient.Numbers(32, place: 1) });
        AlignedArray<float> shifts = Block.Of(new Tensor4(16, 2, 1, 1) { Values = NumericalGradient.Numbers(32, place: 2) });
        foreach ((int border, bool rectify) in new[] { (0, false), (1, false), (3, true) })
        {
            int height = 3 + (2 * border);
            int width = 5 + (2 * border);
            AlignedArray<float> copy = Block.Dirty(2 * height * width);

            KernelSets.OfWidth(bits).BorderedAffine(Block.Of(x).Pointer, scales.Pointer, shifts.Pointer, rectify, copy.Pointer, new Shape(2, 3, 5), border);

            for (int i = 0; i < copy.Length; i++)
            {
                int lane = i % Lanes.PerBlock;
                int pixel = i / Lanes.PerBlock % (height * width);
                int channel = i / Lanes.PerBlock / (height * width);
                (int row, int column) = ((pixel / width) - border, (pixel % width) - border);
                bool inside = row is >= 0 and < 3 && column is >= 0 and < 5;
                int coefficient = (channel * Lanes.PerBlock) + lane;
                double expected = inside
                    ? (scales.Span[coefficient] * x.Values[(((lane * 2) + channel) * 15) + (row * 5) + column]) + shifts.Span[coefficient]
                    : 0;
                expected = rectify ? Math.Max(0, expected) : expected;
                Assert.Equal(expected, copy.Span[i], tolerance: 1e-6);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void The_gradient_of_a_normalization_is_an_affine_map_and_a_sum_is_a_sum(int bits)
    {
        KernelSet kernels = KernelSets.OfWidth(bits);
        Tensor4 x = NumericalGradient.Tensor(16, 1, 1, 5);
        Tensor4 g = NumericalGradient.LossWeights(x);
        AlignedArray<float> a = Block.Dirty(1);
        AlignedArray<float> sums = Block.Dirty(1);
        for (int lane = 0; lane < Lanes.PerBlock; lane++)
            a.Span[lane] = lane - 4;
        foreach ((bool before, bool behind) in new[] { (false, false), (true, false), (false, true), (true, true) })
        {
            AlignedArray<float> gradient = Block.Of(g);
            kernels.NormalizationBackward(Terms(0.25f, a, before, behind), Block.Of(x).Pointer, gradient.Pointer, pixels: 5, sums.Pointer);
            double[] expected = [.. x.Values.Zip(g.Values, (v, d) => (v, d)).Select((pair, i) =>
                before && pair.v <= 0 ? 0 : (((i / 5) - 4) * (behind && (-2 * pair.v) + 0.25 <= 0 ? 0 : pair.d)) - (2 * (pair.v - 0.25)) + 0.5)];
            Closeness.AssertClose(expected, Block.Samples(gradient, 16), Tolerance, "normalization backward");
            Closeness.AssertClose([.. expected.Chunk(5).Select(lane => lane.Sum())], Block.Samples(sums, 16), Tolerance, "its sums");
        }

        AlignedArray<float> sum = Block.Of(g);
        kernels.Add(Block.Of(x).Pointer, sum.Pointer, sum.Length);
        Closeness.AssertClose([.. x.Values.Zip(g.Values, (v, d) => v + d)], Block.Samples(sum, 16), Tolerance, "sum");
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Masks_agree_with_dropout(int bits)
    {
        KernelSet kernels = KernelSets.OfWidth(bits);
        Tensor4 input = NumericalGradient.Tensor(16, 1, 3, 5);
        bool[] kept = [.. NumericalGradient.Numbers(input.Values.Length, place: 1).Select(x => x > 0)];
        AlignedArray<float> masked = Block.Dirty(input.SampleSize);

        kernels.MaskElements(Block.Of(input).Pointer, Block.Of(MaskOf(input, kept)).Pointer, masked.Pointer, masked.Length);
        Assert.Equal(MaskDefinition.Apply(input, kept, p: 0.5).Values, Block.Samples(masked, 16));

        kernels.MaskChannel(Block.Of(input).Pointer, Block.Of(MaskOf(new(16, 1, 1, 1), kept[..16])).Pointer, masked.Pointer, input.PlaneSize);
        Assert.Equal(MaskDefinition.Apply(input, kept[..16], p: 0.5).Values, Block.Samples(masked, 16));
    }

    [Fact]
    public void Unused_lanes_are_cleared_and_no_others()
    {
        AlignedArray<float> block = Block.Dirty(2);

        Masking.ClearUnused(block.Pointer, block.Length, used: 5);

        Assert.All(block.Span.ToArray().Chunk(Lanes.PerBlock), lanes => Assert.Equal(5, lanes.Count(value => value != 0)));
        Assert.All(block.Span.ToArray().Chunk(Lanes.PerBlock), lanes => Assert.All(lanes[5..], value => Assert.Equal(0, value)));
    }

    // The scale and shift of the ReLU behind are -2 and 0.25, b is -2 and c 0.5.
    private static NormalizationGradient Terms(
        float mean, AlignedArray<float>? a = null, bool rectifiedBefore = false, bool rectifiedBehind = false)
    {
        AlignedArray<float> scales = Block.Dirty(1);
        AlignedArray<float> shifts = Block.Dirty(1);
        scales.Span.Fill(-2);
        shifts.Span.Fill(0.25f);
        return new()
        {
            A = a is null ? null : a.Pointer,
            B = -2,
            C = 0.5f,
            Mean = mean,
            RectifiedBefore = rectifiedBefore,
            RectifiedAfter = rectifiedBehind,
            Scales = scales.Pointer,
            Shifts = shifts.Pointer,
        };
    }

    private static Tensor4 MaskOf(Tensor4 shape, bool[] kept) => shape with { Values = [.. kept.Select(keep => keep ? 2.0 : 0)] };

    private static void AssertSums(Tensor4 input, AlignedArray<float> sums, Func<double, double, double> term, Tensor4 gradient, string what)
    {
        double[] expected = new double[input.Samples];
        for (int i = 0; i < input.Values.Length; i++)
            expected[i / input.SampleSize] += term(input.Values[i], gradient.Values[i]);
        Closeness.AssertClose(expected, Closeness.Widen(sums.Span), Tolerance, what);
    }
}
