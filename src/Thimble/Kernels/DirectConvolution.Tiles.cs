namespace Thimble.Kernels;

/// <content>The tiles, named channels × pixels. They differ in nothing but the number of sums they hold.</content>
internal static unsafe partial class DirectConvolution
{
    private static void Tile4x3<TVector>(
        in TileTaps taps, float* input, int* pixels, float* weights, float* bias, float* output, int* places)
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

        if (taps.Rectifies)
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

        TVector.Store(a00, output + places[0]);
        TVector.Store(a01, output + places[1]);
        TVector.Store(a02, output + places[2]);
        output += taps.OutPlane;
        TVector.Store(a10, output + places[0]);
        TVector.Store(a11, output + places[1]);
        TVector.Store(a12, output + places[2]);
        output += taps.OutPlane;
        TVector.Store(a20, output + places[0]);
        TVector.Store(a21, output + places[1]);
        TVector.Store(a22, output + places[2]);
        output += taps.OutPlane;
        TVector.Store(a30, output + places[0]);
        TVector.Store(a31, output + places[1]);
        TVector.Store(a32, output + places[2]);
    }

    private static void Tile4x1<TVector>(
        in TileTaps taps, float* input, int* pixels, float* weights, float* bias, float* output, int* places)
        where TVector : unmanaged, IVector<TVector>
    {
        float* x0 = input + pixels[0];
        TVector a00 = TVector.Broadcast(bias[0]);
        TVector a10 = TVector.Broadcast(bias[1]);
        TVector a20 = TVector.Broadcast(bias[2]);
        TVector a30 = TVector.Broadcast(bias[3]);

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

        if (taps.Rectifies)
        {
            a00 = TVector.Rectify(a00);
            a10 = TVector.Rectify(a10);
            a20 = TVector.Rectify(a20);
            a30 = TVector.Rectify(a30);
        }

        TVector.Store(a00, output + places[0]);
        output += taps.OutPlane;
        TVector.Store(a10, output + places[0]);
        output += taps.OutPlane;
        TVector.Store(a20, output + places[0]);
        output += taps.OutPlane;
        TVector.Store(a30, output + places[0]);
    }

    private static void Tile2x6<TVector>(
        in TileTaps taps, float* input, int* pixels, float* weights, float* bias, float* output, int* places)
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

        if (taps.Rectifies)
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

        TVector.Store(a00, output + places[0]);
        TVector.Store(a01, output + places[1]);
        TVector.Store(a02, output + places[2]);
        TVector.Store(a03, output + places[3]);
        TVector.Store(a04, output + places[4]);
        TVector.Store(a05, output + places[5]);
        output += taps.OutPlane;
        TVector.Store(a10, output + places[0]);
        TVector.Store(a11, output + places[1]);
        TVector.Store(a12, output + places[2]);
        TVector.Store(a13, output + places[3]);
        TVector.Store(a14, output + places[4]);
        TVector.Store(a15, output + places[5]);
    }

    private static void Tile2x1<TVector>(
        in TileTaps taps, float* input, int* pixels, float* weights, float* bias, float* output, int* places)
        where TVector : unmanaged, IVector<TVector>
    {
        float* x0 = input + pixels[0];
        TVector a00 = TVector.Broadcast(bias[0]);
        TVector a10 = TVector.Broadcast(bias[1]);

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

        if (taps.Rectifies)
        {
            a00 = TVector.Rectify(a00);
            a10 = TVector.Rectify(a10);
        }

        TVector.Store(a00, output + places[0]);
        output += taps.OutPlane;
        TVector.Store(a10, output + places[0]);
    }

    private static void Tile1x6<TVector>(
        in TileTaps taps, float* input, int* pixels, float* weights, float* bias, float* output, int* places)
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

        if (taps.Rectifies)
        {
            a00 = TVector.Rectify(a00);
            a01 = TVector.Rectify(a01);
            a02 = TVector.Rectify(a02);
            a03 = TVector.Rectify(a03);
            a04 = TVector.Rectify(a04);
            a05 = TVector.Rectify(a05);
        }

        TVector.Store(a00, output + places[0]);
        TVector.Store(a01, output + places[1]);
        TVector.Store(a02, output + places[2]);
        TVector.Store(a03, output + places[3]);
        TVector.Store(a04, output + places[4]);
        TVector.Store(a05, output + places[5]);
    }

    private static void Tile1x1<TVector>(
        in TileTaps taps, float* input, int* pixels, float* weights, float* bias, float* output, int* places)
        where TVector : unmanaged, IVector<TVector>
    {
        float* x0 = input + pixels[0];
        TVector a00 = TVector.Broadcast(bias[0]);

        for (int t = 0; t < taps.Count; t++)
        {
            int offset = taps.Offsets[t];
            TVector v0 = TVector.Load(x0 + offset);
            TVector w0 = TVector.Broadcast(weights[0]);
            a00 = TVector.MultiplyAdd(w0, v0, a00);
            weights += 1;
        }

        if (taps.Rectifies)
        {
            a00 = TVector.Rectify(a00);
        }

        TVector.Store(a00, output + places[0]);
    }
}
