using System.Runtime.CompilerServices;

namespace Thimble.Kernels;

/// <summary>Tiles to positions and back, with additions only. Each goes row by row, so that few registers are in use.</summary>
internal static unsafe class WinogradTransform
{
    /// <summary>An input tile: Bᵀ d B.</summary>
    /// <param name="source">The tile's first pixel.</param>
    /// <param name="row">Floats to the second row; the third is as far after it.</param>
    /// <param name="lastRow">Floats to the fourth row.</param>
    /// <param name="column">Floats to the second column; the third is as far after it.</param>
    /// <param name="lastColumn">Floats to the fourth column.</param>
    /// <param name="target">The first position.</param>
    /// <param name="position">Floats from one position to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input<TVector>(
        float* source, nint row, nint lastRow, nint column, nint lastColumn, float* target, nint position)
        where TVector : unmanaged, IVector<TVector>
    {
        float* row1 = source + row;
        float* row2 = row1 + row;
        float* row3 = source + lastRow;
        Differences<TVector>(source, row2, column, lastColumn, target, position);
        Sums<TVector>(row1, row2, column, lastColumn, target + (4 * position), position);
        Differences<TVector>(row2, row1, column, lastColumn, target + (8 * position), position);
        Differences<TVector>(row1, row3, column, lastColumn, target + (12 * position), position);
    }

    /// <summary>A tile of sums back to four pixels: Aᵀ m A, plus the bias, rectified if asked for.</summary>
    /// <param name="source">The first position.</param>
    /// <param name="position">Floats from one position to the next.</param>
    /// <param name="bias">What is added to each pixel.</param>
    /// <param name="rectify">Whether to output max(0, value).</param>
    /// <param name="target">The tile's first pixel.</param>
    /// <param name="row">Floats to its second row.</param>
    /// <param name="tile">Which pixels exist.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output<TVector>(
        float* source, nint position, TVector bias, bool rectify, float* target, nint row, in WinogradTile tile)
        where TVector : unmanaged, IVector<TVector>
    {
        OutputRow(source, position, out TVector left0, out TVector right0);
        OutputRow(source + (4 * position), position, out TVector left1, out TVector right1);
        OutputRow(source + (8 * position), position, out TVector left2, out TVector right2);
        OutputRow(source + (12 * position), position, out TVector left3, out TVector right3);
        Put(left0 + left1 + left2 + bias, rectify, target);
        if (tile.HasRight)
            Put(right0 + right1 + right2 + bias, rectify, target + Lanes.PerBlock);
        if (!tile.HasBottom)
            return;
        Put(left1 - left2 - left3 + bias, rectify, target + row);
        if (tile.HasRight)
            Put(right1 - right2 - right3 + bias, rectify, target + row + Lanes.PerBlock);
    }

    /// <summary>
    /// A tile of the output's gradient: A y Aᵀ, but for the signs of the last row and of the last column, which
    /// <see cref="WinogradWeightGradient"/> makes up for at the end. Pixels that do not exist are zero.
    /// </summary>
    /// <param name="source">The tile's first pixel.</param>
    /// <param name="row">Floats to its second row.</param>
    /// <param name="tile">Which pixels exist.</param>
    /// <param name="target">The first position.</param>
    /// <param name="position">Floats from one position to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void OutputGradient<TVector>(float* source, nint row, in WinogradTile tile, float* target, nint position)
        where TVector : unmanaged, IVector<TVector>
    {
        TVector left0 = TVector.Load(source);
        TVector right0 = tile.HasRight ? TVector.Load(source + Lanes.PerBlock) : TVector.Zero;
        TVector left1 = tile.HasBottom ? TVector.Load(source + row) : TVector.Zero;
        TVector right1 = tile.HasBottom && tile.HasRight ? TVector.Load(source + row + Lanes.PerBlock) : TVector.Zero;
        OutputGradientRow(left0, right0, target, position);
        OutputGradientRow(left0 + left1, right0 + right1, target + (4 * position), position);
        OutputGradientRow(left0 - left1, right0 - right1, target + (8 * position), position);
        OutputGradientRow(left1, right1, target + (12 * position), position);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Sums<TVector>(float* a, float* b, nint column, nint lastColumn, float* target, nint position)
        where TVector : unmanaged, IVector<TVector> =>
        InputRow(
            TVector.Load(a) + TVector.Load(b),
            TVector.Load(a + column) + TVector.Load(b + column),
            TVector.Load(a + (2 * column)) + TVector.Load(b + (2 * column)),
            TVector.Load(a + lastColumn) + TVector.Load(b + lastColumn),
            target,
            position);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Differences<TVector>(float* a, float* b, nint column, nint lastColumn, float* target, nint position)
        where TVector : unmanaged, IVector<TVector> =>
        InputRow(
            TVector.Load(a) - TVector.Load(b),
            TVector.Load(a + column) - TVector.Load(b + column),
            TVector.Load(a + (2 * column)) - TVector.Load(b + (2 * column)),
            TVector.Load(a + lastColumn) - TVector.Load(b + lastColumn),
            target,
            position);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void InputRow<TVector>(TVector x0, TVector x1, TVector x2, TVector x3, float* target, nint position)
        where TVector : unmanaged, IVector<TVector>
    {
        TVector.Store(x0 - x2, target);
        TVector.Store(x1 + x2, target + position);
        TVector.Store(x2 - x1, target + (2 * position));
        TVector.Store(x1 - x3, target + (3 * position));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void OutputRow<TVector>(float* source, nint position, out TVector left, out TVector right)
        where TVector : unmanaged, IVector<TVector>
    {
        TVector m1 = TVector.Load(source + position);
        TVector m2 = TVector.Load(source + (2 * position));
        left = TVector.Load(source) + m1 + m2;
        right = m1 - m2 - TVector.Load(source + (3 * position));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void OutputGradientRow<TVector>(TVector left, TVector right, float* target, nint position)
        where TVector : unmanaged, IVector<TVector>
    {
        TVector.Store(left, target);
        TVector.Store(left + right, target + position);
        TVector.Store(left - right, target + (2 * position));
        TVector.Store(right, target + (3 * position));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put<TVector>(TVector value, bool rectify, float* target)
        where TVector : unmanaged, IVector<TVector> =>
        TVector.Store(rectify ? TVector.Rectify(value) : value, target);
}
