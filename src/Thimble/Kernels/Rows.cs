using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Thimble.Kernels;

/// <summary>
/// A single image's channel: rows one after the other, <c>pitch</c> floats apart. Loops run in whole registers and so
/// past a row's end; every channel must be followed by room for one block more.
/// </summary>
internal static unsafe class Rows
{
    /// <summary>Copies a channel to where it has zeros around it.</summary>
    /// <param name="source">[row, column], <paramref name="pitch"/> floats a row.</param>
    /// <param name="pitch">Floats from one source row to the next.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="destination">[row, column], width + 2 · border columns a row.</param>
    /// <param name="border">Rows and columns of zeros on every side.</param>
    /// <remarks>
    /// A row's last register overruns into its right border and the next row. Rows are written in order, each right
    /// border after its row, and the zeros below come last: whatever overran is overwritten.
    /// </remarks>
    public static void Border<TVector>(float* source, int pitch, int height, int width, float* destination, Size2d border)
        where TVector : unmanaged, IVector<TVector>
    {
        int newPitch = width + (2 * border.Columns);
        int first = (border.Rows * newPitch) + border.Columns;
        new Span<float>(destination, first).Clear();
        float* target = destination + first;
        for (int y = 0; y < height; y++, source += pitch, target += newPitch)
        {
            for (int x = 0; x < width; x += TVector.Count)
                TVector.Store(TVector.Load(source + x), target + x);
            new Span<float>(target + width, 2 * border.Columns).Clear();
        }

        new Span<float>(target - border.Columns, (border.Rows * newPitch) + Lanes.PerBlock).Clear();
    }

    /// <summary>
    /// Copies a channel to where it has zeros around it, with rows and columns sorted by their remainder: pixel (row, column)
    /// of the bordered channel goes to (row / stride, column / stride) of a plane that its two remainders number.
    /// </summary>
    /// <param name="source">[row, column], <paramref name="pitch"/> floats a row.</param>
    /// <param name="pitch">Floats from one source row to the next.</param>
    /// <param name="size">Rows and columns of the source.</param>
    /// <param name="border">Rows and columns of zeros on every side.</param>
    /// <param name="stride">The divisors of rows and columns.</param>
    /// <param name="destination">[plane, row, column]; what is not written has to be zero.</param>
    /// <param name="plane">Floats from one plane to the next.</param>
    /// <param name="newPitch">Floats from one row of a plane to the next.</param>
    public static void Sort(
        float* source, int pitch, Size2d size, Size2d border, Size2d stride, float* destination, int plane, int newPitch)
    {
        for (int y = 0; y < size.Rows; y++, source += pitch)
        {
            int row = y + border.Rows;
            float* target = destination + (row % stride.Rows * stride.Columns * plane) + (row / stride.Rows * newPitch);
            for (int x = 0; x < size.Columns; x++)
            {
                int column = x + border.Columns;
                target[(column % stride.Columns * plane) + (column / stride.Columns)] = source[x];
            }
        }
    }

    /// <summary>values = values · scale + shift, and max(0, …) of that where <paramref name="rectify"/>.</summary>
    public static void Affine<TVector>(float* values, int floats, float scale, float shift, bool rectify)
        where TVector : unmanaged, IVector<TVector>
    {
        TVector factor = TVector.Broadcast(scale);
        TVector addend = TVector.Broadcast(shift);
        for (int i = 0; i < floats; i += TVector.Count)
        {
            TVector value = TVector.MultiplyAdd(factor, TVector.Load(values + i), addend);
            TVector.Store(rectify ? TVector.Rectify(value) : value, values + i);
        }
    }

    /// <summary>destination[column] = the largest of <paramref name="rows"/> rows in that column.</summary>
    public static void Maximum<TVector>(float* values, int pitch, int rows, int width, float* destination)
        where TVector : unmanaged, IVector<TVector>
    {
        for (int x = 0; x < width; x += TVector.Count)
        {
            TVector best = TVector.Load(values + x);
            for (int y = 1; y < rows; y++)
            {
                TVector value = TVector.Load(values + (y * pitch) + x);
                best = TVector.SelectGreater(value, best, value, best);
            }

            TVector.Store(best, destination + x);
        }
    }

    /// <summary>
    /// Two rows to one of half the width: destination[x] = the largest of columns 2x and 2x + 1 in both. Down the columns
    /// four at a time; then left and right neighbours are parted into two registers.
    /// </summary>
    /// <param name="upper">The upper row.</param>
    /// <param name="lower">The lower row.</param>
    /// <param name="width">Columns of the destination; up to three more are written.</param>
    /// <param name="destination">The row of half the width.</param>
    public static void MaximumOfPairs(float* upper, float* lower, int width, float* destination)
    {
        for (int x = 0; x < width; x += Vector128<float>.Count, upper += 8, lower += 8)
        {
            Vector128<float> one = Greater(Vector128.Load(lower), Vector128.Load(upper));
            Vector128<float> other = Greater(Vector128.Load(lower + 4), Vector128.Load(upper + 4));
            Vector128<float> left;
            Vector128<float> right;
            if (Sse.IsSupported)
            {
                left = Sse.Shuffle(one, other, 0b10_00_10_00);
                right = Sse.Shuffle(one, other, 0b11_01_11_01);
            }
            else
            {
                left = Vector128.Create(one[0], one[2], other[0], other[2]);
                right = Vector128.Create(one[1], one[3], other[1], other[3]);
            }

            Greater(right, left).Store(destination + x);
        }
    }

    // The same choice as SelectGreater's: of equals, and where one is not a number, the one that came first.
    private static Vector128<float> Greater(Vector128<float> value, Vector128<float> best) =>
        Vector128.ConditionalSelect(Vector128.GreaterThan(value, best), value, best);
}
