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

    [Theory]
    [InlineData(1, 2, 0, 0)]
    [InlineData(2, 1, 0, 0)]
    [InlineData(2, 2, 1, 2)]
    [InlineData(2, 1, 2, 1)]
    [InlineData(1, 2, 0, 3)]
    [InlineData(3, 2, 1, 1)]
    public void Rows_and_columns_are_sorted_by_their_remainder(int strideRows, int strideColumns, int borderRows, int borderColumns)
    {
        const int Unused = 3;
        Size2d stride = (strideRows, strideColumns);
        Size2d border = (borderRows, borderColumns);
        foreach (Size2d size in new Size2d[] { (1, 1), (4, 5), (5, 4), (7, 19) })
        {
            int pitch = size.Columns + Unused;
            float[] channel = [.. Enumerable.Range(1, size.Rows * pitch).Select(i => (float)i)];
            Size2d bordered = (size.Rows + (2 * border.Rows), size.Columns + (2 * border.Columns));
            Size2d planeSize = ((bordered.Rows + stride.Rows - 1) / stride.Rows, (bordered.Columns + stride.Columns - 1) / stride.Columns);
            int newPitch = planeSize.Columns + 1;
            int plane = (planeSize.Rows * newPitch) + 2;
            float[] sorted = new float[plane * stride.Area];

            fixed (float* source = channel, destination = sorted)
                Rows.Sort(source, pitch, size, border, stride, destination, plane, newPitch);

            // What is not a pixel stays zero: borders, and what pads rows and planes.
            float[] expected = new float[sorted.Length];
            for (int row = 0; row < bordered.Rows; row++)
            {
                for (int column = 0; column < bordered.Columns; column++)
                {
                    (int y, int x) = (row - border.Rows, column - border.Columns);
                    bool isPixel = y >= 0 && y < size.Rows && x >= 0 && x < size.Columns;
                    int number = (row % stride.Rows * stride.Columns) + (column % stride.Columns);
                    expected[(number * plane) + (row / stride.Rows * newPitch) + (column / stride.Columns)] = isPixel ? channel[(y * pitch) + x] : 0;
                }
            }

            Assert.Equal(expected, sorted);
        }
    }

    private static float Greater(float value, float best) => value > best ? value : best;
}
