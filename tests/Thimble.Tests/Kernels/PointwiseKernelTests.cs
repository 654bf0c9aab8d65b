using Thimble.Engine;
using Thimble.Graph;
using Thimble.Kernels;

namespace Thimble.Tests.Kernels;

/// <summary>The vector code of each function against its definition in double precision.</summary>
public sealed unsafe class PointwiseKernelTests
{
    // Both zeros, both sides of every corner, and numbers too small and too large to matter.
    private static readonly float[] Special =
    [
        0f, -0f, 3f, -3f, float.BitDecrement(3), float.BitIncrement(3), float.BitDecrement(-3), float.BitIncrement(-3), 1e-30f, -1e-30f,
        1e-7f, -1e-7f, 80f, -80f, 20f, -20f,
    ];

    public static TheoryData<int> Widths => [.. KernelSets.Widths];

    private static PointwiseFunction[] Functions => Tests.Graph.ElementwiseTests.Functions;

    [Theory]
    [MemberData(nameof(Widths))]
    public void Every_function_agrees_with_its_definition(int bits)
    {
        // The largest relative error of a sigmoid is a rounding of 1 + eˣ, one of the quotient and what eˣ has.
        const double Tolerance = 2e-7;
        // ELU subtracts 2 from 1 + eˣ, whose two roundings are left over where eˣ − 1 is close to 0.
        const double LeftOver = 1.2e-7;
        float[] values = Values();
        foreach (PointwiseFunction function in Functions)
        {
            float[] found = Forward(function, values, bits);
            for (int i = 0; i < values.Length; i++)
            {
                double expected = function.Value(values[i]);
                double tolerance = (function is Sigmoid ? Tolerance : 2 * Tolerance) * Math.Abs(expected);
                if (function is ExponentialLinear { Alpha: var alpha } && values[i] <= 0)
                    tolerance += LeftOver * alpha;
                Assert.True(Math.Abs(found[i] - expected) <= tolerance, $"{function} of {values[i]} is {found[i]}, not {expected}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void The_derivative_of_every_function_agrees_with_its_definition(int bits)
    {
        // SiLU's x · (1 − s) multiplies the rounding of s by x, which is below 20 where s is not 1.
        const double Tolerance = 2e-6;
        float[] values = Values();
        float[] gradients = [.. Enumerable.Range(0, values.Length).Select(i => new KeyedRandom(7, 0, 0, 1).Uniform(i, -1, 1))];
        foreach (PointwiseFunction function in Functions)
        {
            float[] kept = function.IsDerivativeOfOutput ? Forward(function, values, bits) : values;
            float[] found = Backward(function, kept, gradients, bits);
            for (int i = 0; i < values.Length; i++)
            {
                double expected = gradients[i] * function.Derivative(kept[i]);
                Assert.True(Math.Abs(found[i] - expected) <= Tolerance, $"{function} at {kept[i]}: {found[i]}, not {expected}");
            }
        }
    }

    [Fact]
    public void Every_function_gives_the_same_bits_at_every_register_width()
    {
        float[] values = [.. Values(), .. Block.Numbers([.. Enumerable.Range(-128, 256).Select(i => i * 1e36)]).Span];
        float[] gradients = [.. values.Select(value => 1 - value)];
        foreach (PointwiseFunction function in Functions)
        {
            float[] forward = Forward(function, values, KernelSets.Widths.First());
            float[] backward = Backward(function, values, gradients, KernelSets.Widths.First());
            foreach (int bits in KernelSets.Widths)
            {
                Assert.Equal(Bits(forward), Bits(Forward(function, values, bits)));
                Assert.Equal(Bits(backward), Bits(Backward(function, values, gradients, bits)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Every_function_lets_a_diverged_run_show(int bits)
    {
        float[] values = new float[Lanes.PerBlock];
        values[3] = float.NaN;
        values[5] = -float.NaN;
        foreach (PointwiseFunction function in Functions)
        {
            float[] found = Forward(function, values, bits);
            float[] gradient = Backward(function, found, values, bits);

            Assert.Equal([3, 5], Enumerable.Range(0, values.Length).Where(i => float.IsNaN(found[i])));
            Assert.DoesNotContain(gradient.Where((_, i) => i is not 3 and not 5), float.IsNaN);
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void A_logistic_function_reaches_0_and_1(int bits)
    {
        float[] values = new float[Lanes.PerBlock];
        (values[0], values[1], values[2], values[3]) = (-1000, float.NegativeInfinity, 1000, float.PositiveInfinity);

        float[] found = Forward(new Sigmoid(), values, bits);

        Assert.InRange(found[0], 0, 1e-37f);
        Assert.InRange(found[1], 0, 1e-37f);
        Assert.Equal([1, 1, 0.5f], found[2..5]);
    }

    // Evenly from -80 to 80, and closely around the corners and roots; whole blocks.
    private static float[] Values()
    {
        var random = new KeyedRandom(7, epoch: 0, sample: 0, place: 0);
        return
        [
            .. Special,
            .. Enumerable.Range(0, 40 * Lanes.PerBlock).Select(i => -80 + (i * 0.25f)),
            .. Enumerable.Range(0, 200 * Lanes.PerBlock).Select(i => random.Uniform(i, -5, 5)),
            .. Enumerable.Range(0, 200 * Lanes.PerBlock).Select(i => random.Uniform(i, -80, 80)),
        ];
    }

    private static float[] Forward(PointwiseFunction function, float[] values, int bits)
    {
        float[] found = new float[values.Length];
        fixed (float* source = values, target = found)
            FunctionKernels.Of(function, KernelSets.OfWidth(bits)).Forward(source, target, values.Length);
        return found;
    }

    private static float[] Backward(PointwiseFunction function, float[] kept, float[] gradients, int bits)
    {
        float[] found = [.. gradients];
        fixed (float* source = kept, target = found)
            FunctionKernels.Of(function, KernelSets.OfWidth(bits)).Backward(source, target, kept.Length);
        return found;
    }

    private static uint[] Bits(float[] values) => [.. values.Select(BitConverter.SingleToUInt32Bits)];
}
