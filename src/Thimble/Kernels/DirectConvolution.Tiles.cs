namespace Thimble.Kernels;

/// <content>The tiles, named channels × pixels. They differ in nothing but the number of sums they hold.</content>
internal static unsafe partial class DirectConvolution
{
    private static void Tile4x3<TVector>(
        float* input, int* pixels, in TapRange taps, float* weights, float* bias, float* output, int outPlane)
        where TVector : unmanaged, IVector<TVector>
    {
        float* x0 = input + pixels[0];
        float* x1 = input + pixels[1];
        float* x2 = input + pixels[2];
        TVector a00 = TVector.Broadcast(bias[0]);
        TVector a01 = a00, a02 = a00;
        TVector a10 = TVector.Broadcast(bias[1]);
        TVector a11 = a10, a12 = a10;
        TVector a20 = TVector.Broadcast(bias[2]);
        TVector a21 = a20, a22 = a20;
        TVector a30 = TVector.Broadcast(bias[3]);
        TVector a31 = a30, a32 = a30;
        if (taps.Continues)
        {
            a00 = TVector.Load(output);
            a01 = TVector.Load(output + Lanes.PerBlock);
            a02 = TVector.Load(output + (2 * Lanes.PerBlock));
            a10 = TVector.Load(output + outPlane);
            a11 = TVector.Load(output + outPlane + Lanes.PerBlock);
            a12 = TVector.Load(output + outPlane + (2 * Lanes.PerBlock));
            a20 = TVector.Load(output + (2 * outPlane));
            a21 = TVector.Load(output + (2 * outPlane) + Lanes.PerBlock);
            a22 = TVector.Load(output + (2 * outPlane) + (2 * Lanes.PerBlock));
            a30 = TVector.Load(output + (3 * outPlane));
            a31 = TVector.Load(output + (3 * outPlane) + Lanes.PerBlock);
            a32 = TVector.Load(output + (3 * outPlane) + (2 * Lanes.PerBlock));
        }

        for (int t = 0; t < taps.Count; t++)
        {
            int offset = taps.Offsets[t];
            TVector v0 = TVector.Load(x0 + offset);
            TVector v1 = TVector.Load(x1 + offset);
            TVector v2 = TVector.Load(x2 + offset);
            TVector w0 = TVector.Broadcast(weights[0]);
            a00 = TVector.MultiplyAdd(w0, v0, a00);
            a01 = TVector.MultiplyAdd(w0, v1, a01);
            a02 = TVector.MultiplyAdd(w0, v2, a02);
            TVector w1 = TVector.Broadcast(weights[1]);
            a10 = TVector.MultiplyAdd(w1, v0, a10);
            a11 = TVector.MultiplyAdd(w1, v1, a11);
            a12 = TVector.MultiplyAdd(w1, v2, a12);
            TVector w2 = TVector.Broadcast(weights[2]);
            a20 = TVector.MultiplyAdd(w2, v0, a20);
            a21 = TVector.MultiplyAdd(w2, v1, a21);
            a22 = TVector.MultiplyAdd(w2, v2, a22);
            TVector w3 = TVector.Broadcast(weights[3]);
            a30 = TVector.MultiplyAdd(w3, v0, a30);
            a31 = TVector.MultiplyAdd(w3, v1, a31);
            a32 = TVector.MultiplyAdd(w3, v2, a32);
            weights += 4;
        }

        if (taps.RectifyAtEnd)
        {
            a00 = TVector.Rectify(a00);
            a01 = TVector.Rectify(a01);
            a02 = TVector.Rectify(a02);
            a10 = TVector.Rectify(a10);
            a11 = TVector.Rectify(a11);
            a12 = TVector.Rectify(a12);
            a20 = TVector.Rectify(a20);
            a21 = TVector.Rectify(a21);
            a22 = TVector.Rectify(a22);
            a30 = TVector.Rectify(a30);
            a31 = TVector.Rectify(a31);
            a32 = TVector.Rectify(a32);
        }

        TVector.Store(a00, output + (0 * Lanes.PerBlock));
        TVector.Store(a01, output + (1 * Lanes.PerBlock));
        TVector.Store(a02, output + (2 * Lanes.PerBlock));
        output += outPlane;
        TVector.Store(a10, output + (0 * Lanes.PerBlock));
        TVector.Store(a11, output + (1 * Lanes.PerBlock));
        TVector.Store(a12, output + (2 * Lanes.PerBlock));
        output += outPlane;
        TVector.Store(a20, output + (0 * Lanes.PerBlock));
        TVector.Store(a21, output + (1 * Lanes.PerBlock));
        TVector.Store(a22, output + (2 * Lanes.PerBlock));
        output += outPlane;
        TVector.Store(a30, output + (0 * Lanes.PerBlock));
        TVector.Store(a31, output + (1 * Lanes.PerBlock));
        TVector.Store(a32, output + (2 * Lanes.PerBlock));
    }

    private static void Tile4x1<TVector>(
        float* input, int* pixels, in TapRange taps, float* weights, float* bias, float* output, int outPlane)
        where TVector : unmanaged, IVector<TVector>
    {
        float* x0 = input + pixels[0];
        TVector a00 = TVector.Broadcast(bias[0]);
        TVector a10 = TVector.Broadcast(bias[1]);
        TVector a20 = TVector.Broadcast(bias[2]);
        TVector a30 = TVector.Broadcast(bias[3]);
        if (taps.Continues)
        {
            a00 = TVector.Load(output);
            a10 = TVector.Load(output + outPlane);
            a20 = TVector.Load(output + (2 * outPlane));
            a30 = TVector.Load(output + (3 * outPlane));
        }

        for (int t = 0; t < taps.Count; t++)
        {
            int offset = taps.Offsets[t];
            TVector v0 = TVector.Load(x0 + offset);
            TVector w0 = TVector.Broadcast(weights[0]);
            a00 = TVector.MultiplyAdd(w0, v0, a00);
            TVector w1 = TVector.Broadcast(weights[1]);
            a10 = TVector.MultiplyAdd(w1, v0, a10);
            TVector w2 = TVector.Broadcast(weights[2]);
            a20 = TVector.MultiplyAdd(w2, v0, a20);
            TVector w3 = TVector.Broadcast(weights[3]);
            a30 = TVector.MultiplyAdd(w3, v0, a30);
            weights += 4;
        }

        if (taps.RectifyAtEnd)
        {
            a00 = TVector.Rectify(a00);
            a10 = TVector.Rectify(a10);
            a20 = TVector.Rectify(a20);
            a30 = TVector.Rectify(a30);
        }

        TVector.Store(a00, output + (0 * Lanes.PerBlock));
        output += outPlane;
        TVector.Store(a10, output + (0 * Lanes.PerBlock));
        output += outPlane;
        TVector.Store(a20, output + (0 * Lanes.PerBlock));
        output += outPlane;
        TVector.Store(a30, output + (0 * Lanes.PerBlock));
    }

    private static void Tile2x6<TVector>(
        float* input, int* pixels, in TapRange taps, float* weights, float* bias, float* output, int outPlane)
        where TVector : unmanaged, IVector<TVector>
    {
        float* x0 = input + pixels[0];
        float* x1 = input + pixels[1];
        float* x2 = input + pixels[2];
        float* x3 = input + pixels[3];
        float* x4 = input + pixels[4];
        float* x5 = input + pixels[5];
        TVector a00 = TVector.Broadcast(bias[0]);
        TVector a01 = a00, a02 = a00, a03 = a00, a04 = a00, a05 = a00;
        TVector a10 = TVector.Broadcast(bias[1]);
        TVector a11 = a10, a12 = a10, a13 = a10, a14 = a10, a15 = a10;
        if (taps.Continues)
        {
            a00 = TVector.Load(output);
            a01 = TVector.Load(output + Lanes.PerBlock);
            a02 = TVector.Load(output + (2 * Lanes.PerBlock));
            a03 = TVector.Load(output + (3 * Lanes.PerBlock));
            a04 = TVector.Load(output + (4 * Lanes.PerBlock));
            a05 = TVector.Load(output + (5 * Lanes.PerBlock));
            a10 = TVector.Load(output + outPlane);
            a11 = TVector.Load(output + outPlane + Lanes.PerBlock);
            a12 = TVector.Load(output + outPlane + (2 * Lanes.PerBlock));
            a13 = TVector.Load(output + outPlane + (3 * Lanes.PerBlock));
            a14 = TVector.Load(output + outPlane + (4 * Lanes.PerBlock));
            a15 = TVector.Load(output + outPlane + (5 * Lanes.PerBlock));
        }

        for (int t = 0; t < taps.Count; t++)
        {
            int offset = taps.Offsets[t];
            TVector v0 = TVector.Load(x0 + offset);
            TVector v1 = TVector.Load(x1 + offset);
            TVector v2 = TVector.Load(x2 + offset);
            TVector v3 = TVector.Load(x3 + offset);
            TVector v4 = TVector.Load(x4 + offset);
            TVector v5 = TVector.Load(x5 + offset);
            TVector w0 = TVector.Broadcast(weights[0]);
            a00 = TVector.MultiplyAdd(w0, v0, a00);
            a01 = TVector.MultiplyAdd(w0, v1, a01);
            a02 = TVector.MultiplyAdd(w0, v2, a02);
            a03 = TVector.MultiplyAdd(w0, v3, a03);
            a04 = TVector.MultiplyAdd(w0, v4, a04);
            a05 = TVector.MultiplyAdd(w0, v5, a05);
            TVector w1 = TVector.Broadcast(weights[1]);
            a10 = TVector.MultiplyAdd(w1, v0, a10);
            a11 = TVector.MultiplyAdd(w1, v1, a11);
            a12 = TVector.MultiplyAdd(w1, v2, a12);
            a13 = TVector.MultiplyAdd(w1, v3, a13);
            a14 = TVector.MultiplyAdd(w1, v4, a14);
            a15 = TVector.MultiplyAdd(w1, v5, a15);
            weights += 2;
        }

        if (taps.RectifyAtEnd)
        {
            a00 = TVector.Rectify(a00);
            a01 = TVector.Rectify(a01);
            a02 = TVector.Rectify(a02);
            a03 = TVector.Rectify(a03);
            a04 = TVector.Rectify(a04);
            a05 = TVector.Rectify(a05);
            a10 = TVector.Rectify(a10);
            a11 = TVector.Rectify(a11);
            a12 = TVector.Rectify(a12);
            a13 = TVector.Rectify(a13);
            a14 = TVector.Rectify(a14);
            a15 = TVector.Rectify(a15);
        }

        TVector.Store(a00, output + (0 * Lanes.PerBlock));
        TVector.Store(a01, output + (1 * Lanes.PerBlock));
        TVector.Store(a02, output + (2 * Lanes.PerBlock));
        TVector.Store(a03, output + (3 * Lanes.PerBlock));
        TVector.Store(a04, output + (4 * Lanes.PerBlock));
        TVector.Store(a05, output + (5 * Lanes.PerBlock));
        output += outPlane;
        TVector.Store(a10, output + (0 * Lanes.PerBlock));
        TVector.Store(a11, output + (1 * Lanes.PerBlock));
        TVector.Store(a12, output + (2 * Lanes.PerBlock));
        TVector.Store(a13, output + (3 * Lanes.PerBlock));
        TVector.Store(a14, output + (4 * Lanes.PerBlock));
        TVector.Store(a15, output + (5 * Lanes.PerBlock));
    }

    private static void Tile2x1<TVector>(
        float* input, int* pixels, in TapRange taps, float* weights, float* bias, float* output, int outPlane)
        where TVector : unmanaged, IVector<TVector>
    {
        float* x0 = input + pixels[0];
        TVector a00 = TVector.Broadcast(bias[0]);
        TVector a10 = TVector.Broadcast(bias[1]);
        if (taps.Continues)
        {
            a00 = TVector.Load(output);
            a10 = TVector.Load(output + outPlane);
        }

        for (int t = 0; t < taps.Count; t++)
        {
            int offset = taps.Offsets[t];
            TVector v0 = TVector.Load(x0 + offset);
            TVector w0 = TVector.Broadcast(weights[0]);
            a00 = TVector.MultiplyAdd(w0, v0, a00);
            TVector w1 = TVector.Broadcast(weights[1]);
            a10 = TVector.MultiplyAdd(w1, v0, a10);
            weights += 2;
        }

        if (taps.RectifyAtEnd)
        {
            a00 = TVector.Rectify(a00);
            a10 = TVector.Rectify(a10);
        }

        TVector.Store(a00, output + (0 * Lanes.PerBlock));
        output += outPlane;
        TVector.Store(a10, output + (0 * Lanes.PerBlock));
    }

    private static void Tile1x6<TVector>(
        float* input, int* pixels, in TapRange taps, float* weights, float* bias, float* output, int outPlane)
        where TVector : unmanaged, IVector<TVector>
    {
        float* x0 = input + pixels[0];
        float* x1 = input + pixels[1];
        float* x2 = input + pixels[2];
        float* x3 = input + pixels[3];
        float* x4 = input + pixels[4];
        float* x5 = input + pixels[5];
        TVector a00 = TVector.Broadcast(bias[0]);
        TVector a01 = a00, a02 = a00, a03 = a00, a04 = a00, a05 = a00;
        if (taps.Continues)
        {
            a00 = TVector.Load(output);
            a01 = TVector.Load(output + Lanes.PerBlock);
            a02 = TVector.Load(output + (2 * Lanes.PerBlock));
            a03 = TVector.Load(output + (3 * Lanes.PerBlock));
            a04 = TVector.Load(output + (4 * Lanes.PerBlock));
            a05 = TVector.Load(output + (5 * Lanes.PerBlock));
        }

        for (int t = 0; t < taps.Count; t++)
        {
            int offset = taps.Offsets[t];
            TVector v0 = TVector.Load(x0 + offset);
            TVector v1 = TVector.Load(x1 + offset);
            TVector v2 = TVector.Load(x2 + offset);
            TVector v3 = TVector.Load(x3 + offset);
            TVector v4 = TVector.Load(x4 + offset);
            TVector v5 = TVector.Load(x5 + offset);
            TVector w0 = TVector.Broadcast(weights[0]);
            a00 = TVector.MultiplyAdd(w0, v0, a00);
            a01 = TVector.MultiplyAdd(w0, v1, a01);
            a02 = TVector.MultiplyAdd(w0, v2, a02);
            a03 = TVector.MultiplyAdd(w0, v3, a03);
            a04 = TVector.MultiplyAdd(w0, v4, a04);
            a05 = TVector.MultiplyAdd(w0, v5, a05);
            weights += 1;
        }

        if (taps.RectifyAtEnd)
        {
            a00 = TVector.Rectify(a00);
            a01 = TVector.Rectify(a01);
            a02 = TVector.Rectify(a02);
            a03 = TVector.Rectify(a03);
            a04 = TVector.Rectify(a04);
            a05 = TVector.Rectify(a05);
        }

        TVector.Store(a00, output + (0 * Lanes.PerBlock));
        TVector.Store(a01, output + (1 * Lanes.PerBlock));
        TVector.Store(a02, output + (2 * Lanes.PerBlock));
        TVector.Store(a03, output + (3 * Lanes.PerBlock));
        TVector.Store(a04, output + (4 * Lanes.PerBlock));
        TVector.Store(a05, output + (5 * Lanes.PerBlock));
    }

    private static void Tile1x1<TVector>(
        float* input, int* pixels, in TapRange taps, float* weights, float* bias, float* output, int outPlane)
        where TVector : unmanaged, IVector<TVector>
    {
        float* x0 = input + pixels[0];
        TVector a00 = TVector.Broadcast(bias[0]);
        if (taps.Continues)
        {
            a00 = TVector.Load(output);
        }

        for (int t = 0; t < taps.Count; t++)
        {
            int offset = taps.Offsets[t];
            TVector v0 = TVector.Load(x0 + offset);
            TVector w0 = TVector.Broadcast(weights[0]);
            a00 = TVector.MultiplyAdd(w0, v0, a00);
            weights += 1;
        }

        if (taps.RectifyAtEnd)
        {
            a00 = TVector.Rectify(a00);
        }

        TVector.Store(a00, output + (0 * Lanes.PerBlock));
    }
}
