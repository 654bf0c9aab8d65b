using System.Runtime.CompilerServices;

namespace Thimble.Kernels;

/// <summary>Batch normalization of one channel of a block. What spans blocks is the layer's business.</summary>
internal static unsafe class Normalizing
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
    /// <param name="terms">What is known of the channel: the mean, and whether a ReLU follows.</param>
    /// <param name="input">[pixel, lane].</param>
    /// <param name="gradient">[pixel, lane].</param>
    /// <param name="pixels">Pixels of the channel.</param>
    /// <param name="sums">[lane].</param>
    /// <param name="products">[lane].</param>
    public static void BackwardSums<TVector>(
        in NormalizationGradient terms, float* input, float* gradient, int pixels, float* sums, float* products)
        where TVector : unmanaged, IVector<TVector>
    {
        TVector mean = TVector.Broadcast(terms.Mean);
        for (int lane = 0; lane < Lanes.PerBlock; lane += TVector.Count)
        {
            TVector scale = TVector.Load(terms.Scales + lane);
            TVector shift = TVector.Load(terms.Shifts + lane);
            TVector s0 = TVector.Zero, s1 = TVector.Zero, p0 = TVector.Zero, p1 = TVector.Zero;
            int end = pixels * Lanes.PerBlock;
            int i = lane;
            for (; i + Lanes.PerBlock < end; i += 2 * Lanes.PerBlock)
            {
                TVector x0 = TVector.Load(input + i);
                TVector x1 = TVector.Load(input + i + Lanes.PerBlock);
                TVector g0 = TVector.Load(gradient + i);
                TVector g1 = TVector.Load(gradient + i + Lanes.PerBlock);
                if (terms.RectifiedAfter)
                {
                    g0 = Passed(x0, scale, shift, g0);
                    g1 = Passed(x1, scale, shift, g1);
                }

                s0 += g0;
                s1 += g1;
                p0 = TVector.MultiplyAdd(g0, x0 - mean, p0);
                p1 = TVector.MultiplyAdd(g1, x1 - mean, p1);
            }

            if (i < end)
            {
                TVector x0 = TVector.Load(input + i);
                TVector g0 = TVector.Load(gradient + i);
                g0 = terms.RectifiedAfter ? Passed(x0, scale, shift, g0) : g0;
                s0 += g0;
                p0 = TVector.MultiplyAdd(g0, x0 - mean, p0);
            }

            TVector.Store(s0 + s1, sums + lane);
            TVector.Store(p0 + p1, products + lane);
        }
    }

    /// <summary>The input's gradient in place of the output's, and its sum over the pixels.</summary>
    /// <param name="terms">The numbers of the channel.</param>
    /// <param name="input">[pixel, lane].</param>
    /// <param name="gradient">[pixel, lane], overwritten.</param>
    /// <param name="pixels">Pixels of the channel.</param>
    /// <param name="sums">[lane]: receives the sum over pixels of the new gradient.</param>
    public static void Backward<TVector>(
        in NormalizationGradient terms, float* input, float* gradient, int pixels, float* sums)
        where TVector : unmanaged, IVector<TVector>
    {
        TVector b = TVector.Broadcast(terms.B);
        TVector c = TVector.Broadcast(terms.C);
        TVector mean = TVector.Broadcast(terms.Mean);
        for (int lane = 0; lane < Lanes.PerBlock; lane += TVector.Count)
        {
            TVector a = TVector.Load(terms.A + lane);
            TVector scale = TVector.Load(terms.Scales + lane);
            TVector shift = TVector.Load(terms.Shifts + lane);
            TVector sum = TVector.Zero;
            for (int i = lane; i < pixels * Lanes.PerBlock; i += Lanes.PerBlock)
            {
                TVector x = TVector.Load(input + i);
                TVector g = TVector.Load(gradient + i);
                if (terms.RectifiedAfter)
                    g = Passed(x, scale, shift, g);
                g = TVector.MultiplyAdd(a, g, TVector.MultiplyAdd(b, x - mean, c));
                if (terms.RectifiedBefore)
                    g = TVector.SelectGreater(x, TVector.Zero, g, TVector.Zero);
                sum += g;
                TVector.Store(g, gradient + i);
            }

            TVector.Store(sum, sums + lane);
        }
    }

    // What a ReLU after the normalization lets through of a gradient.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Passed<TVector>(TVector input, TVector scale, TVector shift, TVector gradient)
        where TVector : unmanaged, IVector<TVector> =>
        TVector.SelectGreater(TVector.MultiplyAdd(scale, input, shift), TVector.Zero, gradient, TVector.Zero);
}
