namespace Thimble.Kernels;

/// <summary>Batch normalization of one channel of a block. What spans blocks is the layer's business.</summary>
internal static unsafe class BatchNormalization
{
    /// <summary>sums[lane] = Σ over pixels of (value − origin), squares[lane] = Σ of (value − origin)².</summary>
    /// <remarks>With an origin among the values the two do not cancel when the variance is taken from them.</remarks>
    public static void Moments<TVector>(float* values, int pixels, float origin, float* sums, float* squares)
        where TVector : unmanaged, IVector<TVector>
    {
        TVector o = TVector.Broadcast(origin);
        for (int lane = 0; lane < Lanes.PerBlock; lane += TVector.Count)
        {
            TVector s0 = TVector.Zero, s1 = TVector.Zero, s2 = TVector.Zero, s3 = TVector.Zero;
            TVector q0 = TVector.Zero, q1 = TVector.Zero, q2 = TVector.Zero, q3 = TVector.Zero;
            float* x = values + lane;
            int p = 0;
            for (; p + 4 <= pixels; p += 4, x += 4 * Lanes.PerBlock)
            {
                TVector d0 = TVector.Load(x) - o;
                TVector d1 = TVector.Load(x + Lanes.PerBlock) - o;
                TVector d2 = TVector.Load(x + (2 * Lanes.PerBlock)) - o;
                TVector d3 = TVector.Load(x + (3 * Lanes.PerBlock)) - o;
                s0 += d0;
                s1 += d1;
                s2 += d2;
                s3 += d3;
                q0 = TVector.MultiplyAdd(d0, d0, q0);
                q1 = TVector.MultiplyAdd(d1, d1, q1);
                q2 = TVector.MultiplyAdd(d2, d2, q2);
                q3 = TVector.MultiplyAdd(d3, d3, q3);
            }

            for (; p < pixels; p++, x += Lanes.PerBlock)
            {
                TVector d0 = TVector.Load(x) - o;
                s0 += d0;
                q0 = TVector.MultiplyAdd(d0, d0, q0);
            }

            TVector.Store(s0 + s1 + (s2 + s3), sums + lane);
            TVector.Store(q0 + q1 + (q2 + q3), squares + lane);
        }
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

    /// <summary>
    /// The input's gradient in place of the output's: a · gradient + b · (input − mean) + c, and, where the input is a ReLU's
    /// output, 0 where that is 0, which is the gradient before the ReLU.
    /// </summary>
    /// <param name="input">[pixel, lane].</param>
    /// <param name="gradient">[pixel, lane], overwritten.</param>
    /// <param name="pixels">Pixels of the channel.</param>
    /// <param name="a">[lane]: a number for each sample, since a dropout's factor is part of it.</param>
    /// <param name="b">A number.</param>
    /// <param name="c">A number.</param>
    /// <param name="mean">A number near the input's mean.</param>
    /// <param name="rectified">Whether the input is a ReLU's output.</param>
    /// <param name="sums">[lane]: receives the sum over pixels of the new gradient.</param>
    public static void Backward<TVector>(
        float* input, float* gradient, int pixels, float* a, float b, float c, float mean, bool rectified, float* sums)
        where TVector : unmanaged, IVector<TVector>
    {
        TVector vb = TVector.Broadcast(b);
        TVector vc = TVector.Broadcast(c);
        TVector vm = TVector.Broadcast(mean);
        TVector zero = TVector.Zero;
        for (int lane = 0; lane < Lanes.PerBlock; lane += TVector.Count)
        {
            TVector va = TVector.Load(a + lane);
            TVector sum = TVector.Zero;
            for (int i = lane; i < pixels * Lanes.PerBlock; i += Lanes.PerBlock)
            {
                TVector x = TVector.Load(input + i);
                TVector g = TVector.MultiplyAdd(va, TVector.Load(gradient + i), TVector.MultiplyAdd(vb, x - vm, vc));
                if (rectified)
                    g = TVector.SelectGreater(x, zero, g, zero);
                sum += g;
                TVector.Store(g, gradient + i);
            }

            TVector.Store(sum, sums + lane);
        }
    }
}
