namespace Thimble.Kernels;

/// <content>The tiles, named channels × taps. They differ in nothing but the number of sums they hold.</content>
internal static unsafe partial class ConvolutionWeightGradient
{
    private static void Tile4x3<TVector>(
        float* input, int* pixelOffsets, int pixels, int* taps, float* outputGradient, int outPlane, float* sums, int sumsRow)
        where TVector : unmanaged, IVector<TVector>
    {
        float* x0 = input + taps[0];
        float* x1 = input + taps[1];
        float* x2 = input + taps[2];
        float* d1 = outputGradient + outPlane;
        float* d2 = outputGradient + (2 * outPlane);
        float* d3 = outputGradient + (3 * outPlane);
        float* s0 = sums;
        float* s1 = sums + sumsRow;
        float* s2 = sums + (2 * sumsRow);
        float* s3 = sums + (3 * sumsRow);
        TVector a00 = TVector.Load(s0);
        TVector a01 = TVector.Load(s0 + (1 * Lanes.PerBlock));
        TVector a02 = TVector.Load(s0 + (2 * Lanes.PerBlock));
        TVector a10 = TVector.Load(s1);
        TVector a11 = TVector.Load(s1 + (1 * Lanes.PerBlock));
        TVector a12 = TVector.Load(s1 + (2 * Lanes.PerBlock));
        TVector a20 = TVector.Load(s2);
        TVector a21 = TVector.Load(s2 + (1 * Lanes.PerBlock));
        TVector a22 = TVector.Load(s2 + (2 * Lanes.PerBlock));
        TVector a30 = TVector.Load(s3);
        TVector a31 = TVector.Load(s3 + (1 * Lanes.PerBlock));
        TVector a32 = TVector.Load(s3 + (2 * Lanes.PerBlock));
        for (int p = 0; p < pixels; p++)
        {
            int offset = pixelOffsets[p];
            TVector v0 = TVector.Load(x0 + offset);
            TVector v1 = TVector.Load(x1 + offset);
            TVector v2 = TVector.Load(x2 + offset);
            TVector g0 = TVector.Load(outputGradient + (p * Lanes.PerBlock));
            a00 = TVector.MultiplyAdd(g0, v0, a00);
            a01 = TVector.MultiplyAdd(g0, v1, a01);
            a02 = TVector.MultiplyAdd(g0, v2, a02);
            TVector g1 = TVector.Load(d1 + (p * Lanes.PerBlock));
            a10 = TVector.MultiplyAdd(g1, v0, a10);
            a11 = TVector.MultiplyAdd(g1, v1, a11);
            a12 = TVector.MultiplyAdd(g1, v2, a12);
            TVector g2 = TVector.Load(d2 + (p * Lanes.PerBlock));
            a20 = TVector.MultiplyAdd(g2, v0, a20);
            a21 = TVector.MultiplyAdd(g2, v1, a21);
            a22 = TVector.MultiplyAdd(g2, v2, a22);
            TVector g3 = TVector.Load(d3 + (p * Lanes.PerBlock));
            a30 = TVector.MultiplyAdd(g3, v0, a30);
            a31 = TVector.MultiplyAdd(g3, v1, a31);
            a32 = TVector.MultiplyAdd(g3, v2, a32);
        }

        TVector.Store(a00, s0);
        TVector.Store(a01, s0 + (1 * Lanes.PerBlock));
        TVector.Store(a02, s0 + (2 * Lanes.PerBlock));
        TVector.Store(a10, s1);
        TVector.Store(a11, s1 + (1 * Lanes.PerBlock));
        TVector.Store(a12, s1 + (2 * Lanes.PerBlock));
        TVector.Store(a20, s2);
        TVector.Store(a21, s2 + (1 * Lanes.PerBlock));
        TVector.Store(a22, s2 + (2 * Lanes.PerBlock));
        TVector.Store(a30, s3);
        TVector.Store(a31, s3 + (1 * Lanes.PerBlock));
        TVector.Store(a32, s3 + (2 * Lanes.PerBlock));
    }

    private static void Tile4x1<TVector>(
        float* input, int* pixelOffsets, int pixels, int* taps, float* outputGradient, int outPlane, float* sums, int sumsRow)
        where TVector : unmanaged, IVector<TVector>
    {
        float* x0 = input + taps[0];
        float* d1 = outputGradient + outPlane;
        float* d2 = outputGradient + (2 * outPlane);
        float* d3 = outputGradient + (3 * outPlane);
        float* s0 = sums;
        float* s1 = sums + sumsRow;
        float* s2 = sums + (2 * sumsRow);
        float* s3 = sums + (3 * sumsRow);
        TVector a00 = TVector.Load(s0);
        TVector a10 = TVector.Load(s1);
        TVector a20 = TVector.Load(s2);
        TVector a30 = TVector.Load(s3);
        for (int p = 0; p < pixels; p++)
        {
            int offset = pixelOffsets[p];
            TVector v0 = TVector.Load(x0 + offset);
            TVector g0 = TVector.Load(outputGradient + (p * Lanes.PerBlock));
            a00 = TVector.MultiplyAdd(g0, v0, a00);
            TVector g1 = TVector.Load(d1 + (p * Lanes.PerBlock));
            a10 = TVector.MultiplyAdd(g1, v0, a10);
            TVector g2 = TVector.Load(d2 + (p * Lanes.PerBlock));
            a20 = TVector.MultiplyAdd(g2, v0, a20);
            TVector g3 = TVector.Load(d3 + (p * Lanes.PerBlock));
            a30 = TVector.MultiplyAdd(g3, v0, a30);
        }

        TVector.Store(a00, s0);
        TVector.Store(a10, s1);
        TVector.Store(a20, s2);
        TVector.Store(a30, s3);
    }

    private static void Tile2x3<TVector>(
        float* input, int* pixelOffsets, int pixels, int* taps, float* outputGradient, int outPlane, float* sums, int sumsRow)
        where TVector : unmanaged, IVector<TVector>
    {
        float* x0 = input + taps[0];
        float* x1 = input + taps[1];
        float* x2 = input + taps[2];
        float* d1 = outputGradient + outPlane;
        float* s0 = sums;
        float* s1 = sums + sumsRow;
        TVector a00 = TVector.Load(s0);
        TVector a01 = TVector.Load(s0 + (1 * Lanes.PerBlock));
        TVector a02 = TVector.Load(s0 + (2 * Lanes.PerBlock));
        TVector a10 = TVector.Load(s1);
        TVector a11 = TVector.Load(s1 + (1 * Lanes.PerBlock));
        TVector a12 = TVector.Load(s1 + (2 * Lanes.PerBlock));
        for (int p = 0; p < pixels; p++)
        {
            int offset = pixelOffsets[p];
            TVector v0 = TVector.Load(x0 + offset);
            TVector v1 = TVector.Load(x1 + offset);
            TVector v2 = TVector.Load(x2 + offset);
            TVector g0 = TVector.Load(outputGradient + (p * Lanes.PerBlock));
            a00 = TVector.MultiplyAdd(g0, v0, a00);
            a01 = TVector.MultiplyAdd(g0, v1, a01);
            a02 = TVector.MultiplyAdd(g0, v2, a02);
            TVector g1 = TVector.Load(d1 + (p * Lanes.PerBlock));
            a10 = TVector.MultiplyAdd(g1, v0, a10);
            a11 = TVector.MultiplyAdd(g1, v1, a11);
            a12 = TVector.MultiplyAdd(g1, v2, a12);
        }

        TVector.Store(a00, s0);
        TVector.Store(a01, s0 + (1 * Lanes.PerBlock));
        TVector.Store(a02, s0 + (2 * Lanes.PerBlock));
        TVector.Store(a10, s1);
        TVector.Store(a11, s1 + (1 * Lanes.PerBlock));
        TVector.Store(a12, s1 + (2 * Lanes.PerBlock));
    }

    private static void Tile2x1<TVector>(
        float* input, int* pixelOffsets, int pixels, int* taps, float* outputGradient, int outPlane, float* sums, int sumsRow)
        where TVector : unmanaged, IVector<TVector>
    {
        float* x0 = input + taps[0];
        float* d1 = outputGradient + outPlane;
        float* s0 = sums;
        float* s1 = sums + sumsRow;
        TVector a00 = TVector.Load(s0);
        TVector a10 = TVector.Load(s1);
        for (int p = 0; p < pixels; p++)
        {
            int offset = pixelOffsets[p];
            TVector v0 = TVector.Load(x0 + offset);
            TVector g0 = TVector.Load(outputGradient + (p * Lanes.PerBlock));
            a00 = TVector.MultiplyAdd(g0, v0, a00);
            TVector g1 = TVector.Load(d1 + (p * Lanes.PerBlock));
            a10 = TVector.MultiplyAdd(g1, v0, a10);
        }

        TVector.Store(a00, s0);
        TVector.Store(a10, s1);
    }

    private static void Tile1x3<TVector>(
        float* input, int* pixelOffsets, int pixels, int* taps, float* outputGradient, int outPlane, float* sums, int sumsRow)
        where TVector : unmanaged, IVector<TVector>
    {
        float* x0 = input + taps[0];
        float* x1 = input + taps[1];
        float* x2 = input + taps[2];
        float* s0 = sums;
        TVector a00 = TVector.Load(s0);
        TVector a01 = TVector.Load(s0 + (1 * Lanes.PerBlock));
        TVector a02 = TVector.Load(s0 + (2 * Lanes.PerBlock));
        for (int p = 0; p < pixels; p++)
        {
            int offset = pixelOffsets[p];
            TVector v0 = TVector.Load(x0 + offset);
            TVector v1 = TVector.Load(x1 + offset);
            TVector v2 = TVector.Load(x2 + offset);
            TVector g0 = TVector.Load(outputGradient + (p * Lanes.PerBlock));
            a00 = TVector.MultiplyAdd(g0, v0, a00);
            a01 = TVector.MultiplyAdd(g0, v1, a01);
            a02 = TVector.MultiplyAdd(g0, v2, a02);
        }

        TVector.Store(a00, s0);
        TVector.Store(a01, s0 + (1 * Lanes.PerBlock));
        TVector.Store(a02, s0 + (2 * Lanes.PerBlock));
    }

    private static void Tile1x1<TVector>(
        float* input, int* pixelOffsets, int pixels, int* taps, float* outputGradient, int outPlane, float* sums, int sumsRow)
        where TVector : unmanaged, IVector<TVector>
    {
        float* x0 = input + taps[0];
        float* s0 = sums;
        TVector a00 = TVector.Load(s0);
        for (int p = 0; p < pixels; p++)
        {
            int offset = pixelOffsets[p];
            TVector v0 = TVector.Load(x0 + offset);
            TVector g0 = TVector.Load(outputGradient + (p * Lanes.PerBlock));
            a00 = TVector.MultiplyAdd(g0, v0, a00);
        }

        TVector.Store(a00, s0);
    }
}
