using System.Runtime.Intrinsics;
using Thimble.Kernels;

namespace Thimble.Tests.Kernels;

/// <summary>The multiply-add in double precision against the base library's, bit by bit.</summary>
public sealed class ExactMultiplyAddTests
{
    // Ones whose sums end in ties, cancel, overflow, or are subnormal.
    private static readonly float[] Delicate =
    [
        0, -0f, 1, -1, 1 + 1.1920929e-7f, 1 - 5.9604645e-8f, 0.5f, 5.9604645e-8f, -5.9604645e-8f, 2.9802322e-8f, 16777216, 16777217, -16777215,
        float.Epsilon, -float.Epsilon, 1.17549435e-38f, 1.1754942e-38f, 2.350989e-38f, float.MaxValue, -float.MaxValue, 1.8446742e19f, 1.0842022e-19f,
        float.PositiveInfinity, float.NegativeInfinity, float.NaN, 3.4028233e38f, 4096.0005f, 8388609, 3, 1f / 3,
    ];

    [Fact]
    public void Delicate_numbers_are_rounded_once()
    {
        foreach (float left in Delicate)
        {
            foreach (float right in Delicate)
            {
                foreach (float addend in Delicate)
                    AssertSame(left, right, addend);
            }
        }
    }

    [Fact]
    public void Numbers_of_random_bits_are_rounded_once()
    {
        var random = new KeyedRandom(seed: 1, epoch: 0, sample: 0, place: 0);
        for (int i = 0; i < 300_000; i += 3)
            AssertSame(Any(i), Any(i + 1), Any(i + 2));

        float Any(int draw) => BitConverter.UInt32BitsToSingle((uint)random.Bits(draw));
    }

    // Products and addends of few bits: their sums lie on ties and next to them.
    [Fact]
    public void Sums_next_to_a_tie_are_rounded_once()
    {
        var random = new KeyedRandom(seed: 2, epoch: 0, sample: 0, place: 0);
        for (int i = 0; i < 500_000; i += 5)
        {
            float left = 1 + (random.Below(i, 1 << 12) * float.Pow(2, -12));
            float right = 1 + (random.Below(i + 1, 1 << 12) * float.Pow(2, -12));
            float addend = (1 + random.Below(i + 3, 64)) * float.Pow(2, random.Below(i + 4, 70) - 40);
            AssertSame(left, random.Below(i + 2, 2) == 0 ? right : -right, addend);
        }
    }

    // Each lane has its own number, so that swapped lanes show.
    private static void AssertSame(float left, float right, float addend)
    {
        Vector128<float> computed = ExactMultiplyAdd.Of(
            Vector128.Create(left, -left, right, left), Vector128.Create(right, right, left, -right), Vector128.Create(addend, addend, -addend, addend));
        AssertBits(float.FusedMultiplyAdd(left, right, addend), computed[0]);
        AssertBits(float.FusedMultiplyAdd(-left, right, addend), computed[1]);
        AssertBits(float.FusedMultiplyAdd(right, left, -addend), computed[2]);
        AssertBits(float.FusedMultiplyAdd(left, -right, addend), computed[3]);

        void AssertBits(float expected, float found) => Assert.True(
            (float.IsNaN(expected) && float.IsNaN(found)) || BitConverter.SingleToInt32Bits(expected) == BitConverter.SingleToInt32Bits(found),
            $"{left:R} × {right:R} + {addend:R} (or with other signs): {found:R} instead of {expected:R}");
    }
}
