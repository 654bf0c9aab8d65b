using Thimble.Kernels;

namespace Thimble.Tests.Kernels;

/// <summary>Rows of a single image. On a processor without SSE these loops have a way of their own (<see cref="ProcessorTests"/>).</summary>
public sealed unsafe class RowsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(14)]
    [InlineData(33)]
    public void The_largest_of_two_by_two_is_the_first_of_equals_and_never_replaced_by_what_is_not_a_number(int width)
    {
        // Few different values, so that there are equals: both zeros, infinities and two kinds of what is not a number.
        float[] values = [0f, -0f, 1f, -1f, float.NaN, -float.NaN, float.PositiveInfinity, float.NegativeInfinity, 1f, 2f];
        const int Beyond = 3;
        float[] upper = new float[2 * (width + Beyond)];
        float[] lower = new float[upper.Length];
        float[] found = new float[width + Beyond];
        for (int seed = 0; seed < 200; seed++)
        {
            var random = new KeyedRandom(5, epoch: 0, sample: seed, place: width);
            for (int i = 0; i < upper.Length; i++)
                (upper[i], lower[i]) = (values[random.Below(2 * i, values.Length)], values[random.Below((2 * i) + 1, values.Length)]);

            fixed (float* first = upper, second = lower, destination = found)
                Rows.MaximumOfPairs(first, second, width, destination);

            for (int x = 0; x < width; x++)
            {
                float left = Greater(lower[2 * x], upper[2 * x]);
                float right = Greater(lower[(2 * x) + 1], upper[(2 * x) + 1]);
                Assert.Equal(BitConverter.SingleToUInt32Bits(Greater(right, left)), BitConverter.SingleToUInt32Bits(found[x]));
            }
        }
    }

    private static float Greater(float value, float best) => value > best ? value : best;
}
