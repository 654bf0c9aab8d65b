namespace Thimble.Kernels;

/// <summary>Sums over the pixels of one channel of a block, lane by lane.</summary>
internal static unsafe class Sum
{
    /// <summary>sums[lane] = Σ over pixels of values[pixel, lane].</summary>
    /// <remarks>Four running sums hide the latency of an addition; pixel p goes to sum p mod 4, at every width.</remarks>
    public static void Pixels<TVector>(float* values, int pixels, float* sums)
        where TVector : unmanaged, IVector<TVector>
    {
        for (int lane = 0; lane < Lanes.PerBlock; lane += TVector.Count)
        {
            TVector a = TVector.Zero, b = TVector.Zero, c = TVector.Zero, d = TVector.Zero;
            float* x = values + lane;
            int p = 0;
            for (; p + 4 <= pixels; p += 4, x += 4 * Lanes.PerBlock)
            {
                a += TVector.Load(x);
                b += TVector.Load(x + Lanes.PerBlock);
                c += TVector.Load(x + (2 * Lanes.PerBlock));
                d += TVector.Load(x + (3 * Lanes.PerBlock));
            }

            for (; p < pixels; p++, x += Lanes.PerBlock)
                a += TVector.Load(x);
            TVector.Store(a + b + (c + d), sums + lane);
        }
    }

    /// <summary>destination += source.</summary>
    public static void Add<TVector>(float* source, float* destination, int floats)
        where TVector : unmanaged, IVector<TVector>
    {
        for (int i = 0; i < floats; i += TVector.Count)
            TVector.Store(TVector.Load(destination + i) + TVector.Load(source + i), destination + i);
    }
}
