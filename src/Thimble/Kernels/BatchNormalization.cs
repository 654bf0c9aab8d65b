namespace Thimble.Kernels;

/// <summary>Batch normalization of one channel of a block. What spans blocks is the layer's business.</summary>
internal static unsafe class BatchNormalization
{
    /// <summary>squares[lane] = Σ over pixels of (values − mean)².</summary>
    public static void SquaredDeviations<TVector>(float* values, int pixels, float mean, float* squares)
        where TVector : unmanaged, IVector<TVector>
    {
        TVector m = TVector.Broadcast(mean);
        for (int lane = 0; lane < Lanes.PerBlock; lane += TVector.Count)
        {
            TVector a = TVector.Zero, b = TVector.Zero, c = TVector.Zero, d = TVector.Zero;
            float* x = values + lane;
            int p = 0;
            for (; p + 4 <= pixels; p += 4, x += 4 * Lanes.PerBlock)
            {
                TVector d0 = TVector.Load(x) - m;
                TVector d1 = TVector.Load(x + Lanes.PerBlock) - m;
                TVector d2 = TVector.Load(x + (2 * Lanes.PerBlock)) - m;
                TVector d3 = TVector.Load(x + (3 * Lanes.PerBlock)) - m;
                a = TVector.MultiplyAdd(d0, d0, a);
                b = TVector.MultiplyAdd(d1, d1, b);
                c = TVector.MultiplyAdd(d2, d2, c);
                d = TVector.MultiplyAdd(d3, d3, d);
            }

            for (; p < pixels; p++, x += Lanes.PerBlock)
            {
                TVector d0 = TVector.Load(x) - m;
                a = TVector.MultiplyAdd(d0, d0, a);
            }

            TVector.Store(a + b + (c + d), squares + lane);
        }
    }

    /// <summary>destination = source · scale + shift.</summary>
    public static void Affine<TVector>(float* source, float* destination, int floats, float scale, float shift)
        where TVector : unmanaged, IVector<TVector>
    {
        TVector factor = TVector.Broadcast(scale);
        TVector addend = TVector.Broadcast(shift);
        for (int i = 0; i < floats; i += TVector.Count)
            TVector.Store(TVector.MultiplyAdd(factor, TVector.Load(source + i), addend), destination + i);
    }

    /// <summary>The two sums of the backward pass, lane by lane: Σ gradient and Σ gradient · (input − mean).</summary>
    public static void BackwardSums<TVector>(
        float* input, float* gradient, int pixels, float mean, float* sums, float* products)
        where TVector : unmanaged, IVector<TVector>
    {
        TVector m = TVector.Broadcast(mean);
        for (int lane = 0; lane < Lanes.PerBlock; lane += TVector.Count)
        {
            TVector s0 = TVector.Zero, s1 = TVector.Zero, p0 = TVector.Zero, p1 = TVector.Zero;
            float* x = input + lane;
            float* g = gradient + lane;
            int p = 0;
            for (; p + 2 <= pixels; p += 2, x += 2 * Lanes.PerBlock, g += 2 * Lanes.PerBlock)
            {
                TVector g0 = TVector.Load(g);
                TVector g1 = TVector.Load(g + Lanes.PerBlock);
                s0 += g0;
                s1 += g1;
                p0 = TVector.MultiplyAdd(g0, TVector.Load(x) - m, p0);
                p1 = TVector.MultiplyAdd(g1, TVector.Load(x + Lanes.PerBlock) - m, p1);
            }

            if (p < pixels)
            {
                TVector g0 = TVector.Load(g);
                s0 += g0;
                p0 = TVector.MultiplyAdd(g0, TVector.Load(x) - m, p0);
            }

            TVector.Store(s0 + s1, sums + lane);
            TVector.Store(p0 + p1, products + lane);
        }
    }

    /// <summary>gradient = a · gradient + b · input + c: the input's gradient, whose three numbers the layer works out.</summary>
    public static void Backward<TVector>(float* input, float* gradient, int floats, float a, float b, float c)
        where TVector : unmanaged, IVector<TVector>
    {
        TVector va = TVector.Broadcast(a);
        TVector vb = TVector.Broadcast(b);
        TVector vc = TVector.Broadcast(c);
        for (int i = 0; i < floats; i += TVector.Count)
        {
            TVector rest = TVector.MultiplyAdd(vb, TVector.Load(input + i), vc);
            TVector.Store(TVector.MultiplyAdd(va, TVector.Load(gradient + i), rest), gradient + i);
        }
    }
}
