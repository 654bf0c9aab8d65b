using System.Runtime.CompilerServices;

namespace Thimble.Kernels;

/// <summary>
/// The transforms of F(4×4, 3×3) along one line, with the points 0, ±1, ±5/8 and ∞ of Toom and Cook: what they make of a
/// rounding in the worst pixel of a tile is 22 times as large, where it is 31 times with the usual 2 or ½. The powers of 5/8 are
/// exact. In two dimensions each transform is done down the columns, then along the rows.
/// </summary>
internal static unsafe class Winograd4Transform
{
    private const float Point = 0.625f;
    private const float Square = Point * Point;
    private const float Cube = Point * Point * Point;

    // What a kernel's transform, and its way back, multiply by.
    private const float First = (float)(1 / 0.390625);
    private const float AtOne = (float)(1 / (2 * (1 - 0.390625)));
    private const float AtPoint0 = (float)(1 / (2 * 0.390625 * (0.390625 - 1)));
    private const float AtPoint1 = (float)(0.625 / (2 * 0.390625 * (0.390625 - 1)));
    private const float AtPoint2 = (float)(1 / (2 * (0.390625 - 1)));

    /// <summary>Six numbers of the input: all lines of Bᵀ x.</summary>
    /// <param name="x0">The first.</param>
    /// <param name="x1">The second.</param>
    /// <param name="x2">The third.</param>
    /// <param name="x3">The fourth.</param>
    /// <param name="x4">The fifth.</param>
    /// <param name="x5">The sixth.</param>
    /// <param name="target">Where the first of six results is put.</param>
    /// <param name="step">Floats from one to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Input<TVector>(TVector x0, TVector x1, TVector x2, TVector x3, TVector x4, TVector x5, float* target, nint step)
        where TVector : unmanaged, IVector<TVector>
    {
        InputOnes(x1, x2, x3, x4, target + step, step);
        TVector r = x4 - x2;
        TVector s = x3 - x1;
        TVector.Store(TVector.MultiplyAdd(TVector.Broadcast(Square), x0 - x2, r), target);
        TVector.Store(TVector.MultiplyAdd(TVector.Broadcast(Point), s, r), target + (3 * step));
        TVector.Store(TVector.MultiplyAdd(TVector.Broadcast(-Point), s, r), target + (4 * step));
        TVector.Store(TVector.MultiplyAdd(TVector.Broadcast(-Square), s, x5 - x3), target + (5 * step));
    }

    /// <summary>The same, but only the first and the last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void InputEnds<TVector>(TVector x0, TVector x1, TVector x2, TVector x3, TVector x4, TVector x5, float* target, nint step)
        where TVector : unmanaged, IVector<TVector>
    {
        TVector.Store(TVector.MultiplyAdd(TVector.Broadcast(Square), x0 - x2, x4 - x2), target);
        TVector.Store(TVector.MultiplyAdd(TVector.Broadcast(-Square), x3 - x1, x5 - x3), target + step);
    }

    /// <summary>The same, but only the second and the third.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void InputOnes<TVector>(TVector x1, TVector x2, TVector x3, TVector x4, float* target, nint step)
        where TVector : unmanaged, IVector<TVector>
    {
        TVector p = TVector.MultiplyAdd(TVector.Broadcast(-Square), x2, x4);
        TVector q = TVector.MultiplyAdd(TVector.Broadcast(-Square), x1, x3);
        TVector.Store(p + q, target);
        TVector.Store(p - q, target + step);
    }

    /// <summary>The same, but only the fourth and the fifth.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void InputFractions<TVector>(TVector x1, TVector x2, TVector x3, TVector x4, float* target, nint step)
        where TVector : unmanaged, IVector<TVector>
    {
        TVector r = x4 - x2;
        TVector s = x3 - x1;
        TVector.Store(TVector.MultiplyAdd(TVector.Broadcast(Point), s, r), target);
        TVector.Store(TVector.MultiplyAdd(TVector.Broadcast(-Point), s, r), target + step);
    }

    /// <summary>Four numbers of the output's gradient: all lines of A x.</summary>
    /// <param name="x0">The first.</param>
    /// <param name="x1">The second.</param>
    /// <param name="x2">The third.</param>
    /// <param name="x3">The fourth.</param>
    /// <param name="target">Where the first of six results is put.</param>
    /// <param name="step">Floats from one to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void OutputGradient<TVector>(TVector x0, TVector x1, TVector x2, TVector x3, float* target, nint step)
        where TVector : unmanaged, IVector<TVector>
    {
        TVector.Store(x0, target);
        GradientOnes(x0, x1, x2, x3, target + step, step);
        GradientFractions(x0, x1, x2, x3, target + (3 * step), step);
        TVector.Store(x3, target + (5 * step));
    }

    /// <summary>The same, but only the second and the third.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void GradientOnes<TVector>(TVector x0, TVector x1, TVector x2, TVector x3, float* target, nint step)
        where TVector : unmanaged, IVector<TVector>
    {
        TVector a = x0 + x2;
        TVector b = x1 + x3;
        TVector.Store(a + b, target);
        TVector.Store(a - b, target + step);
    }

    /// <summary>The same, but only the fourth and the fifth.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void GradientFractions<TVector>(TVector x0, TVector x1, TVector x2, TVector x3, float* target, nint step)
        where TVector : unmanaged, IVector<TVector>
    {
        TVector u = TVector.MultiplyAdd(TVector.Broadcast(Square), x2, x0);
        TVector v = TVector.MultiplyAdd(TVector.Broadcast(Square), x3, x1);
        TVector.Store(TVector.MultiplyAdd(TVector.Broadcast(Point), v, u), target);
        TVector.Store(TVector.MultiplyAdd(TVector.Broadcast(-Point), v, u), target + step);
    }

    /// <summary>A tile of sums back to 4×4 pixels: Aᵀ m A, plus the bias, rectified if asked for.</summary>
    /// <param name="sums">The first position.</param>
    /// <param name="position">Floats from one position to the next.</param>
    /// <param name="bias">What is added to each pixel.</param>
    /// <param name="rectify">Whether to put down max(0, value).</param>
    /// <param name="target">The tile's first pixel.</param>
    /// <param name="row">Floats to its second row.</param>
    /// <remarks>
    /// Two columns at a time, since the rows of four would not fit into sixteen registers. Compiled by itself: as part of its caller's
    /// loop the compiler would leave one half a call of its own, which takes more than twice as long.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Output<TVector>(float* sums, nint position, TVector bias, bool rectify, float* target, nint row)
        where TVector : unmanaged, IVector<TVector>
    {
        EvenColumns(sums, position, bias, rectify, target, row);
        OddColumns(sums, position, bias, rectify, target + Lanes.PerBlock, row);
    }

    /// <summary>The kernel's three taps of six sums: Gᵀ s.</summary>
    /// <param name="sums">The first sum.</param>
    /// <param name="step">Floats from one sum to the next.</param>
    /// <param name="target">The first tap.</param>
    /// <param name="targetStep">Floats from one tap to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Taps<TVector>(float* sums, nint step, float* target, nint targetStep)
        where TVector : unmanaged, IVector<TVector>
    {
        TVector s1 = TVector.Load(sums + step);
        TVector s2 = TVector.Load(sums + (2 * step));
        TVector s3 = TVector.Load(sums + (3 * step));
        TVector s4 = TVector.Load(sums + (4 * step));
        TVector even = TVector.Broadcast(AtOne) * (s1 + s2);
        TVector pair = s3 + s4;
        TVector.Store((TVector.Broadcast(First) * TVector.Load(sums)) + even + (TVector.Broadcast(AtPoint0) * pair), target);
        TVector.Store((TVector.Broadcast(AtOne) * (s1 - s2)) + (TVector.Broadcast(AtPoint1) * (s3 - s4)), target + targetStep);
        TVector.Store((TVector.Broadcast(AtPoint2) * pair) + even + TVector.Load(sums + (5 * step)), target + (2 * targetStep));
    }

    /// <summary>Three taps of a kernel: G g.</summary>
    /// <param name="taps">The first tap.</param>
    /// <param name="step">Floats from one tap to the next.</param>
    /// <param name="target">Where the first of six results is put.</param>
    /// <param name="targetStep">Floats from one to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Kernel<TVector>(float* taps, nint step, float* target, nint targetStep)
        where TVector : unmanaged, IVector<TVector>
    {
        TVector x = TVector.Load(taps);
        TVector y = TVector.Load(taps + step);
        TVector z = TVector.Load(taps + (2 * step));
        TVector even = TVector.Broadcast(AtOne) * (x + z);
        TVector odd = TVector.Broadcast(AtOne) * y;
        TVector.Store(TVector.Broadcast(First) * x, target);
        TVector.Store(even + odd, target + targetStep);
        TVector.Store(even - odd, target + (2 * targetStep));
        even = (TVector.Broadcast(AtPoint0) * x) + (TVector.Broadcast(AtPoint2) * z);
        odd = TVector.Broadcast(AtPoint1) * y;
        TVector.Store(even + odd, target + (3 * targetStep));
        TVector.Store(even - odd, target + (4 * targetStep));
        TVector.Store(z, target + (5 * targetStep));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void EvenColumns<TVector>(float* sums, nint position, TVector bias, bool rectify, float* target, nint row)
        where TVector : unmanaged, IVector<TVector>
    {
        nint line = 6 * position;
        EvenOfRow(sums, position, out TVector m0, out TVector n0);
        EvenOfRow(sums + line, position, out TVector m1, out TVector n1);
        EvenOfRow(sums + (2 * line), position, out TVector m2, out TVector n2);
        EvenOfRow(sums + (3 * line), position, out TVector m3, out TVector n3);
        EvenOfRow(sums + (4 * line), position, out TVector m4, out TVector n4);
        EvenOfRow(sums + (5 * line), position, out TVector m5, out TVector n5);
        Column(m0, m1, m2, m3, m4, m5, bias, rectify, target, row);
        Column(n0, n1, n2, n3, n4, n5, bias, rectify, target + (2 * Lanes.PerBlock), row);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void OddColumns<TVector>(float* sums, nint position, TVector bias, bool rectify, float* target, nint row)
        where TVector : unmanaged, IVector<TVector>
    {
        nint line = 6 * position;
        OddOfRow(sums, position, out TVector m0, out TVector n0);
        OddOfRow(sums + line, position, out TVector m1, out TVector n1);
        OddOfRow(sums + (2 * line), position, out TVector m2, out TVector n2);
        OddOfRow(sums + (3 * line), position, out TVector m3, out TVector n3);
        OddOfRow(sums + (4 * line), position, out TVector m4, out TVector n4);
        OddOfRow(sums + (5 * line), position, out TVector m5, out TVector n5);
        Column(m0, m1, m2, m3, m4, m5, bias, rectify, target, row);
        Column(n0, n1, n2, n3, n4, n5, bias, rectify, target + (2 * Lanes.PerBlock), row);
    }

    // The first and the third of a row's four.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void EvenOfRow<TVector>(float* sums, nint position, out TVector first, out TVector third)
        where TVector : unmanaged, IVector<TVector>
    {
        TVector one = TVector.Load(sums + position) + TVector.Load(sums + (2 * position));
        TVector other = TVector.Load(sums + (3 * position)) + TVector.Load(sums + (4 * position));
        first = TVector.Load(sums) + one + other;
        third = TVector.MultiplyAdd(TVector.Broadcast(Square), other, one);
    }

    // The second and the fourth.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void OddOfRow<TVector>(float* sums, nint position, out TVector second, out TVector fourth)
        where TVector : unmanaged, IVector<TVector>
    {
        TVector one = TVector.Load(sums + position) - TVector.Load(sums + (2 * position));
        TVector other = TVector.Load(sums + (3 * position)) - TVector.Load(sums + (4 * position));
        second = TVector.MultiplyAdd(TVector.Broadcast(Point), other, one);
        fourth = TVector.MultiplyAdd(TVector.Broadcast(Cube), other, one) + TVector.Load(sums + (5 * position));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Column<TVector>(
        TVector m0, TVector m1, TVector m2, TVector m3, TVector m4, TVector m5, TVector bias, bool rectify, float* target, nint row)
        where TVector : unmanaged, IVector<TVector>
    {
        TVector even = m1 + m2 + bias;
        TVector odd = m1 - m2 + bias;
        TVector evenPair = m3 + m4;
        TVector oddPair = m3 - m4;
        TVector y0 = m0 + even + evenPair;
        TVector y1 = TVector.MultiplyAdd(TVector.Broadcast(Point), oddPair, odd);
        TVector y2 = TVector.MultiplyAdd(TVector.Broadcast(Square), evenPair, even);
        TVector y3 = TVector.MultiplyAdd(TVector.Broadcast(Cube), oddPair, odd) + m5;
        if (rectify)
        {
            y0 = TVector.Rectify(y0);
            y1 = TVector.Rectify(y1);
            y2 = TVector.Rectify(y2);
            y3 = TVector.Rectify(y3);
        }

        TVector.Store(y0, target);
        TVector.Store(y1, target + row);
        TVector.Store(y2, target + (2 * row));
        TVector.Store(y3, target + (3 * row));
    }
}
