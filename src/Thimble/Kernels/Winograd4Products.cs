using System.Runtime.CompilerServices;

namespace Thimble.Kernels;

/// <summary>
/// Products of one position: of 4 or 2 output channels and all input channels, for as many tiles as there are. Each sum is taken
/// over the input channels in order, so it does not matter which tiles are done together.
/// </summary>
internal static unsafe class Winograd4Products
{
    /// <summary>sums[o, tile] = Σ over input channels of weight · input, for 4 output channels.</summary>
    /// <param name="input">[input channel][tile][lane].</param>
    /// <param name="step">Floats from one channel to the next, of the input and of the sums.</param>
    /// <param name="channels">Input channels.</param>
    /// <param name="weights">[input channel][output channel].</param>
    /// <param name="sums">[output channel][tile][lane].</param>
    /// <param name="tiles">Tiles.</param>
    public static void Four<TVector>(float* input, nint step, int channels, float* weights, float* sums, int tiles)
        where TVector : unmanaged, IVector<TVector>
    {
        while (tiles > 0)
        {
            // 4 are done as 2 and 2: a single one has few sums.
            int width = tiles is 2 or 4 ? 2 : Math.Min(tiles, 3);
            switch (width)
            {
                case 3: Tile4x3<TVector>(input, step, channels, weights, sums); break;
                case 2: Tile4x2<TVector>(input, step, channels, weights, sums); break;
                default: Single<TVector>(input, step, channels, weights, sums); break;
            }

            input += width * Lanes.PerBlock;
            sums += width * Lanes.PerBlock;
            tiles -= width;
        }
    }

    /// <summary>The same for 2 output channels.</summary>
    /// <inheritdoc cref="Four"/>
    public static void Two<TVector>(float* input, nint step, int channels, float* weights, float* sums, int tiles)
        where TVector : unmanaged, IVector<TVector>
    {
        for (; tiles >= 4; tiles -= 4, input += 4 * Lanes.PerBlock, sums += 4 * Lanes.PerBlock)
            Tile2x4<TVector>(input, step, channels, weights, sums);
        for (; tiles >= 2; tiles -= 2, input += 2 * Lanes.PerBlock, sums += 2 * Lanes.PerBlock)
            Tile2x2<TVector>(input, step, channels, weights, sums);
        if (tiles > 0)
            Tile2x1<TVector>(input, step, channels, weights, sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile4x3<TVector>(float* input, nint step, int channels, float* weights, float* sums)
        where TVector : unmanaged, IVector<TVector>
    {
        for (nint lane = 0; lane < Lanes.PerBlock; lane += TVector.Count)
        {
            TVector a00 = TVector.Zero, a01 = a00, a02 = a00;
            TVector a10 = a00, a11 = a00, a12 = a00;
            TVector a20 = a00, a21 = a00, a22 = a00;
            TVector a30 = a00, a31 = a00, a32 = a00;
            float* x = input + lane;
            float* w = weights;
            for (int i = 0; i < channels; i++, x += step, w += 4)
            {
                TVector v0 = TVector.Load(x);
                TVector v1 = TVector.Load(x + Lanes.PerBlock);
                TVector v2 = TVector.Load(x + (2 * Lanes.PerBlock));
                TVector w0 = TVector.Broadcast(w[0]);
                a00 = TVector.MultiplyAdd(w0, v0, a00);
                a01 = TVector.MultiplyAdd(w0, v1, a01);
                a02 = TVector.MultiplyAdd(w0, v2, a02);
                TVector w1 = TVector.Broadcast(w[1]);
                a10 = TVector.MultiplyAdd(w1, v0, a10);
                a11 = TVector.MultiplyAdd(w1, v1, a11);
                a12 = TVector.MultiplyAdd(w1, v2, a12);
                TVector w2 = TVector.Broadcast(w[2]);
                a20 = TVector.MultiplyAdd(w2, v0, a20);
                a21 = TVector.MultiplyAdd(w2, v1, a21);
                a22 = TVector.MultiplyAdd(w2, v2, a22);
                TVector w3 = TVector.Broadcast(w[3]);
                a30 = TVector.MultiplyAdd(w3, v0, a30);
                a31 = TVector.MultiplyAdd(w3, v1, a31);
                a32 = TVector.MultiplyAdd(w3, v2, a32);
            }

            float* to = sums + lane;
            TVector.Store(a00, to);
            TVector.Store(a01, to + Lanes.PerBlock);
            TVector.Store(a02, to + (2 * Lanes.PerBlock));
            to += step;
            TVector.Store(a10, to);
            TVector.Store(a11, to + Lanes.PerBlock);
            TVector.Store(a12, to + (2 * Lanes.PerBlock));
            to += step;
            TVector.Store(a20, to);
            TVector.Store(a21, to + Lanes.PerBlock);
            TVector.Store(a22, to + (2 * Lanes.PerBlock));
            to += step;
            TVector.Store(a30, to);
            TVector.Store(a31, to + Lanes.PerBlock);
            TVector.Store(a32, to + (2 * Lanes.PerBlock));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile4x2<TVector>(float* input, nint step, int channels, float* weights, float* sums)
        where TVector : unmanaged, IVector<TVector>
    {
        for (nint lane = 0; lane < Lanes.PerBlock; lane += TVector.Count)
        {
            TVector a00 = TVector.Zero, a01 = a00;
            TVector a10 = a00, a11 = a00;
            TVector a20 = a00, a21 = a00;
            TVector a30 = a00, a31 = a00;
            float* x = input + lane;
            float* w = weights;
            for (int i = 0; i < channels; i++, x += step, w += 4)
            {
                TVector v0 = TVector.Load(x);
                TVector v1 = TVector.Load(x + Lanes.PerBlock);
                TVector w0 = TVector.Broadcast(w[0]);
                a00 = TVector.MultiplyAdd(w0, v0, a00);
                a01 = TVector.MultiplyAdd(w0, v1, a01);
                TVector w1 = TVector.Broadcast(w[1]);
                a10 = TVector.MultiplyAdd(w1, v0, a10);
                a11 = TVector.MultiplyAdd(w1, v1, a11);
                TVector w2 = TVector.Broadcast(w[2]);
                a20 = TVector.MultiplyAdd(w2, v0, a20);
                a21 = TVector.MultiplyAdd(w2, v1, a21);
                TVector w3 = TVector.Broadcast(w[3]);
                a30 = TVector.MultiplyAdd(w3, v0, a30);
                a31 = TVector.MultiplyAdd(w3, v1, a31);
            }

            float* to = sums + lane;
            TVector.Store(a00, to);
            TVector.Store(a01, to + Lanes.PerBlock);
            to += step;
            TVector.Store(a10, to);
            TVector.Store(a11, to + Lanes.PerBlock);
            to += step;
            TVector.Store(a20, to);
            TVector.Store(a21, to + Lanes.PerBlock);
            to += step;
            TVector.Store(a30, to);
            TVector.Store(a31, to + Lanes.PerBlock);
        }
    }

    // One tile has too few sums to keep the multipliers busy, so two registers of its lanes are done side by side where it has two.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Single<TVector>(float* input, nint step, int channels, float* weights, float* sums)
        where TVector : unmanaged, IVector<TVector>
    {
        int second = TVector.Count < Lanes.PerBlock ? TVector.Count : 0;
        for (nint lane = 0; lane < Lanes.PerBlock; lane += TVector.Count + second)
        {
            TVector a00 = TVector.Zero, a01 = a00;
            TVector a10 = a00, a11 = a00;
            TVector a20 = a00, a21 = a00;
            TVector a30 = a00, a31 = a00;
            float* x = input + lane;
            float* w = weights;
            for (int i = 0; i < channels; i++, x += step, w += 4)
            {
                TVector v0 = TVector.Load(x);
                TVector v1 = TVector.Load(x + second);
                TVector w0 = TVector.Broadcast(w[0]);
                a00 = TVector.MultiplyAdd(w0, v0, a00);
                a01 = TVector.MultiplyAdd(w0, v1, a01);
                TVector w1 = TVector.Broadcast(w[1]);
                a10 = TVector.MultiplyAdd(w1, v0, a10);
                a11 = TVector.MultiplyAdd(w1, v1, a11);
                TVector w2 = TVector.Broadcast(w[2]);
                a20 = TVector.MultiplyAdd(w2, v0, a20);
                a21 = TVector.MultiplyAdd(w2, v1, a21);
                TVector w3 = TVector.Broadcast(w[3]);
                a30 = TVector.MultiplyAdd(w3, v0, a30);
                a31 = TVector.MultiplyAdd(w3, v1, a31);
            }

            float* to = sums + lane;
            TVector.Store(a00, to);
            TVector.Store(a01, to + second);
            to += step;
            TVector.Store(a10, to);
            TVector.Store(a11, to + second);
            to += step;
            TVector.Store(a20, to);
            TVector.Store(a21, to + second);
            to += step;
            TVector.Store(a30, to);
            TVector.Store(a31, to + second);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile2x4<TVector>(float* input, nint step, int channels, float* weights, float* sums)
        where TVector : unmanaged, IVector<TVector>
    {
        for (nint lane = 0; lane < Lanes.PerBlock; lane += TVector.Count)
        {
            TVector a00 = TVector.Zero, a01 = a00, a02 = a00, a03 = a00;
            TVector a10 = a00, a11 = a00, a12 = a00, a13 = a00;
            float* x = input + lane;
            float* w = weights;
            for (int i = 0; i < channels; i++, x += step, w += 2)
            {
                TVector v0 = TVector.Load(x);
                TVector v1 = TVector.Load(x + Lanes.PerBlock);
                TVector v2 = TVector.Load(x + (2 * Lanes.PerBlock));
                TVector v3 = TVector.Load(x + (3 * Lanes.PerBlock));
                TVector w0 = TVector.Broadcast(w[0]);
                a00 = TVector.MultiplyAdd(w0, v0, a00);
                a01 = TVector.MultiplyAdd(w0, v1, a01);
                a02 = TVector.MultiplyAdd(w0, v2, a02);
                a03 = TVector.MultiplyAdd(w0, v3, a03);
                TVector w1 = TVector.Broadcast(w[1]);
                a10 = TVector.MultiplyAdd(w1, v0, a10);
                a11 = TVector.MultiplyAdd(w1, v1, a11);
                a12 = TVector.MultiplyAdd(w1, v2, a12);
                a13 = TVector.MultiplyAdd(w1, v3, a13);
            }

            float* to = sums + lane;
            TVector.Store(a00, to);
            TVector.Store(a01, to + Lanes.PerBlock);
            TVector.Store(a02, to + (2 * Lanes.PerBlock));
            TVector.Store(a03, to + (3 * Lanes.PerBlock));
            to += step;
            TVector.Store(a10, to);
            TVector.Store(a11, to + Lanes.PerBlock);
            TVector.Store(a12, to + (2 * Lanes.PerBlock));
            TVector.Store(a13, to + (3 * Lanes.PerBlock));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile2x2<TVector>(float* input, nint step, int channels, float* weights, float* sums)
        where TVector : unmanaged, IVector<TVector>
    {
        for (nint lane = 0; lane < Lanes.PerBlock; lane += TVector.Count)
        {
            TVector a00 = TVector.Zero, a01 = a00;
            TVector a10 = a00, a11 = a00;
            float* x = input + lane;
            float* w = weights;
            for (int i = 0; i < channels; i++, x += step, w += 2)
            {
                TVector v0 = TVector.Load(x);
                TVector v1 = TVector.Load(x + Lanes.PerBlock);
                TVector w0 = TVector.Broadcast(w[0]);
                a00 = TVector.MultiplyAdd(w0, v0, a00);
                a01 = TVector.MultiplyAdd(w0, v1, a01);
                TVector w1 = TVector.Broadcast(w[1]);
                a10 = TVector.MultiplyAdd(w1, v0, a10);
                a11 = TVector.MultiplyAdd(w1, v1, a11);
            }

            float* to = sums + lane;
            TVector.Store(a00, to);
            TVector.Store(a01, to + Lanes.PerBlock);
            to += step;
            TVector.Store(a10, to);
            TVector.Store(a11, to + Lanes.PerBlock);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile2x1<TVector>(float* input, nint step, int channels, float* weights, float* sums)
        where TVector : unmanaged, IVector<TVector>
    {
        for (nint lane = 0; lane < Lanes.PerBlock; lane += TVector.Count)
        {
            TVector a00 = TVector.Zero;
            TVector a10 = a00;
            float* x = input + lane;
            float* w = weights;
            for (int i = 0; i < channels; i++, x += step, w += 2)
            {
                TVector v0 = TVector.Load(x);
                TVector w0 = TVector.Broadcast(w[0]);
                a00 = TVector.MultiplyAdd(w0, v0, a00);
                TVector w1 = TVector.Broadcast(w[1]);
                a10 = TVector.MultiplyAdd(w1, v0, a10);
            }

            float* to = sums + lane;
            TVector.Store(a00, to);
            to += step;
            TVector.Store(a10, to);
        }
    }
}
