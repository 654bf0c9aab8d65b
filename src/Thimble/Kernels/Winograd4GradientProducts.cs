using System.Runtime.CompilerServices;

namespace Thimble.Kernels;

/// <summary>Products of one position for a weight gradient: of 4 or 2 output channels with 3 to 1 input channels, summed over tiles.</summary>
internal static unsafe class Winograd4GradientProducts
{
    /// <summary>sums[o, i, lane] = Σ over tiles of gradient[o, tile, lane] · input[i, tile, lane].</summary>
    /// <param name="outputs">Output channels, 4 or 2.</param>
    /// <param name="inputs">Input channels, 1 to 3.</param>
    /// <param name="input">[input channel][tile][lane].</param>
    /// <param name="gradient">[output channel][tile][lane].</param>
    /// <param name="step">Floats from one channel to the next, of both.</param>
    /// <param name="tiles">Tiles.</param>
    /// <param name="sums">[output channel][input channel][lane].</param>
    public static void Tile<TVector>(int outputs, int inputs, float* input, float* gradient, nint step, int tiles, float* sums)
        where TVector : unmanaged, IVector<TVector>
    {
        switch (outputs, inputs)
        {
            case (4, 3): Tile4x3<TVector>(input, gradient, step, tiles, sums); break;
            case (4, 2): Tile4x2<TVector>(input, gradient, step, tiles, sums); break;
            case (4, _): Tile4x1<TVector>(input, gradient, step, tiles, sums); break;
            case (_, 3): Tile2x3<TVector>(input, gradient, step, tiles, sums); break;
            case (_, 2): Tile2x2<TVector>(input, gradient, step, tiles, sums); break;
            default: Tile2x1<TVector>(input, gradient, step, tiles, sums); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile4x3<TVector>(float* input, float* gradient, nint step, int tiles, float* sums)
        where TVector : unmanaged, IVector<TVector>
    {
        float* x1 = input + step;
        float* x2 = input + (2 * step);
        float* d1 = gradient + step;
        float* d2 = gradient + (2 * step);
        float* d3 = gradient + (3 * step);
        for (nint lane = 0; lane < Lanes.PerBlock; lane += TVector.Count)
        {
            TVector a00 = TVector.Zero, a01 = a00, a02 = a00;
            TVector a10 = a00, a11 = a00, a12 = a00;
            TVector a20 = a00, a21 = a00, a22 = a00;
            TVector a30 = a00, a31 = a00, a32 = a00;
            nint end = lane + (tiles * Lanes.PerBlock);
            for (nint t = lane; t < end; t += Lanes.PerBlock)
            {
                TVector v0 = TVector.Load(input + t);
                TVector v1 = TVector.Load(x1 + t);
                TVector v2 = TVector.Load(x2 + t);
                TVector g0 = TVector.Load(gradient + t);
                a00 = TVector.MultiplyAdd(g0, v0, a00);
                a01 = TVector.MultiplyAdd(g0, v1, a01);
                a02 = TVector.MultiplyAdd(g0, v2, a02);
                TVector g1 = TVector.Load(d1 + t);
                a10 = TVector.MultiplyAdd(g1, v0, a10);
                a11 = TVector.MultiplyAdd(g1, v1, a11);
                a12 = TVector.MultiplyAdd(g1, v2, a12);
                TVector g2 = TVector.Load(d2 + t);
                a20 = TVector.MultiplyAdd(g2, v0, a20);
                a21 = TVector.MultiplyAdd(g2, v1, a21);
                a22 = TVector.MultiplyAdd(g2, v2, a22);
                TVector g3 = TVector.Load(d3 + t);
                a30 = TVector.MultiplyAdd(g3, v0, a30);
                a31 = TVector.MultiplyAdd(g3, v1, a31);
                a32 = TVector.MultiplyAdd(g3, v2, a32);
            }

            float* to = sums + lane;
            TVector.Store(a00, to);
            TVector.Store(a01, to + Lanes.PerBlock);
            TVector.Store(a02, to + (2 * Lanes.PerBlock));
            TVector.Store(a10, to + (3 * Lanes.PerBlock));
            TVector.Store(a11, to + (4 * Lanes.PerBlock));
            TVector.Store(a12, to + (5 * Lanes.PerBlock));
            TVector.Store(a20, to + (6 * Lanes.PerBlock));
            TVector.Store(a21, to + (7 * Lanes.PerBlock));
            TVector.Store(a22, to + (8 * Lanes.PerBlock));
            TVector.Store(a30, to + (9 * Lanes.PerBlock));
            TVector.Store(a31, to + (10 * Lanes.PerBlock));
            TVector.Store(a32, to + (11 * Lanes.PerBlock));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile4x2<TVector>(float* input, float* gradient, nint step, int tiles, float* sums)
        where TVector : unmanaged, IVector<TVector>
    {
        float* x1 = input + step;
        float* d1 = gradient + step;
        float* d2 = gradient + (2 * step);
        float* d3 = gradient + (3 * step);
        for (nint lane = 0; lane < Lanes.PerBlock; lane += TVector.Count)
        {
            TVector a00 = TVector.Zero, a01 = a00;
            TVector a10 = a00, a11 = a00;
            TVector a20 = a00, a21 = a00;
            TVector a30 = a00, a31 = a00;
            nint end = lane + (tiles * Lanes.PerBlock);
            for (nint t = lane; t < end; t += Lanes.PerBlock)
            {
                TVector v0 = TVector.Load(input + t);
                TVector v1 = TVector.Load(x1 + t);
                TVector g0 = TVector.Load(gradient + t);
                a00 = TVector.MultiplyAdd(g0, v0, a00);
                a01 = TVector.MultiplyAdd(g0, v1, a01);
                TVector g1 = TVector.Load(d1 + t);
                a10 = TVector.MultiplyAdd(g1, v0, a10);
                a11 = TVector.MultiplyAdd(g1, v1, a11);
                TVector g2 = TVector.Load(d2 + t);
                a20 = TVector.MultiplyAdd(g2, v0, a20);
                a21 = TVector.MultiplyAdd(g2, v1, a21);
                TVector g3 = TVector.Load(d3 + t);
                a30 = TVector.MultiplyAdd(g3, v0, a30);
                a31 = TVector.MultiplyAdd(g3, v1, a31);
            }

            float* to = sums + lane;
            TVector.Store(a00, to);
            TVector.Store(a01, to + Lanes.PerBlock);
            TVector.Store(a10, to + (2 * Lanes.PerBlock));
            TVector.Store(a11, to + (3 * Lanes.PerBlock));
            TVector.Store(a20, to + (4 * Lanes.PerBlock));
            TVector.Store(a21, to + (5 * Lanes.PerBlock));
            TVector.Store(a30, to + (6 * Lanes.PerBlock));
            TVector.Store(a31, to + (7 * Lanes.PerBlock));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile4x1<TVector>(float* input, float* gradient, nint step, int tiles, float* sums)
        where TVector : unmanaged, IVector<TVector>
    {
        float* d1 = gradient + step;
        float* d2 = gradient + (2 * step);
        float* d3 = gradient + (3 * step);
        for (nint lane = 0; lane < Lanes.PerBlock; lane += TVector.Count)
        {
            TVector a00 = TVector.Zero;
            TVector a10 = a00;
            TVector a20 = a00;
            TVector a30 = a00;
            nint end = lane + (tiles * Lanes.PerBlock);
            for (nint t = lane; t < end; t += Lanes.PerBlock)
            {
                TVector v0 = TVector.Load(input + t);
                TVector g0 = TVector.Load(gradient + t);
                a00 = TVector.MultiplyAdd(g0, v0, a00);
                TVector g1 = TVector.Load(d1 + t);
                a10 = TVector.MultiplyAdd(g1, v0, a10);
                TVector g2 = TVector.Load(d2 + t);
                a20 = TVector.MultiplyAdd(g2, v0, a20);
                TVector g3 = TVector.Load(d3 + t);
                a30 = TVector.MultiplyAdd(g3, v0, a30);
            }

            float* to = sums + lane;
            TVector.Store(a00, to);
            TVector.Store(a10, to + Lanes.PerBlock);
            TVector.Store(a20, to + (2 * Lanes.PerBlock));
            TVector.Store(a30, to + (3 * Lanes.PerBlock));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile2x3<TVector>(float* input, float* gradient, nint step, int tiles, float* sums)
        where TVector : unmanaged, IVector<TVector>
    {
        float* x1 = input + step;
        float* x2 = input + (2 * step);
        float* d1 = gradient + step;
        for (nint lane = 0; lane < Lanes.PerBlock; lane += TVector.Count)
        {
            TVector a00 = TVector.Zero, a01 = a00, a02 = a00;
            TVector a10 = a00, a11 = a00, a12 = a00;
            nint end = lane + (tiles * Lanes.PerBlock);
            for (nint t = lane; t < end; t += Lanes.PerBlock)
            {
                TVector v0 = TVector.Load(input + t);
                TVector v1 = TVector.Load(x1 + t);
                TVector v2 = TVector.Load(x2 + t);
                TVector g0 = TVector.Load(gradient + t);
                a00 = TVector.MultiplyAdd(g0, v0, a00);
                a01 = TVector.MultiplyAdd(g0, v1, a01);
                a02 = TVector.MultiplyAdd(g0, v2, a02);
                TVector g1 = TVector.Load(d1 + t);
                a10 = TVector.MultiplyAdd(g1, v0, a10);
                a11 = TVector.MultiplyAdd(g1, v1, a11);
                a12 = TVector.MultiplyAdd(g1, v2, a12);
            }

            float* to = sums + lane;
            TVector.Store(a00, to);
            TVector.Store(a01, to + Lanes.PerBlock);
            TVector.Store(a02, to + (2 * Lanes.PerBlock));
            TVector.Store(a10, to + (3 * Lanes.PerBlock));
            TVector.Store(a11, to + (4 * Lanes.PerBlock));
            TVector.Store(a12, to + (5 * Lanes.PerBlock));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile2x2<TVector>(float* input, float* gradient, nint step, int tiles, float* sums)
        where TVector : unmanaged, IVector<TVector>
    {
        float* x1 = input + step;
        float* d1 = gradient + step;
        for (nint lane = 0; lane < Lanes.PerBlock; lane += TVector.Count)
        {
            TVector a00 = TVector.Zero, a01 = a00;
            TVector a10 = a00, a11 = a00;
            nint end = lane + (tiles * Lanes.PerBlock);
            for (nint t = lane; t < end; t += Lanes.PerBlock)
            {
                TVector v0 = TVector.Load(input + t);
                TVector v1 = TVector.Load(x1 + t);
                TVector g0 = TVector.Load(gradient + t);
                a00 = TVector.MultiplyAdd(g0, v0, a00);
                a01 = TVector.MultiplyAdd(g0, v1, a01);
                TVector g1 = TVector.Load(d1 + t);
                a10 = TVector.MultiplyAdd(g1, v0, a10);
                a11 = TVector.MultiplyAdd(g1, v1, a11);
            }

            float* to = sums + lane;
            TVector.Store(a00, to);
            TVector.Store(a01, to + Lanes.PerBlock);
            TVector.Store(a10, to + (2 * Lanes.PerBlock));
            TVector.Store(a11, to + (3 * Lanes.PerBlock));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile2x1<TVector>(float* input, float* gradient, nint step, int tiles, float* sums)
        where TVector : unmanaged, IVector<TVector>
    {
        float* d1 = gradient + step;
        for (nint lane = 0; lane < Lanes.PerBlock; lane += TVector.Count)
        {
            TVector a00 = TVector.Zero;
            TVector a10 = a00;
            nint end = lane + (tiles * Lanes.PerBlock);
            for (nint t = lane; t < end; t += Lanes.PerBlock)
            {
                TVector v0 = TVector.Load(input + t);
                TVector g0 = TVector.Load(gradient + t);
                a00 = TVector.MultiplyAdd(g0, v0, a00);
                TVector g1 = TVector.Load(d1 + t);
                a10 = TVector.MultiplyAdd(g1, v0, a10);
            }

            float* to = sums + lane;
            TVector.Store(a00, to);
            TVector.Store(a10, to + Lanes.PerBlock);
        }
    }
}
