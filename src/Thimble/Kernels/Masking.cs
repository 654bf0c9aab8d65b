namespace Thimble.Kernels;

/// <summary>Multiplication by dropout masks, and the clearing of lanes that hold no sample.</summary>
internal static unsafe class Masking
{
    /// <summary>destination[pixel, lane] = source[pixel, lane] · mask[lane]: a whole channel of a sample at a time.</summary>
    public static void Channel<TVector>(float* source, float* mask, float* destination, int pixels)
        where TVector : unmanaged, IVector<TVector>
    {
        for (int lane = 0; lane < Lanes.PerBlock; lane += TVector.Count)
        {
            TVector factor = TVector.Load(mask + lane);
            for (int i = lane; i < pixels * Lanes.PerBlock; i += Lanes.PerBlock)
                TVector.Store(TVector.Load(source + i) * factor, destination + i);
        }
    }

    /// <summary>destination = source · mask, number by number.</summary>
    public static void Elements<TVector>(float* source, float* mask, float* destination, int floats)
        where TVector : unmanaged, IVector<TVector>
    {
        for (int i = 0; i < floats; i += TVector.Count)
            TVector.Store(TVector.Load(source + i) * TVector.Load(mask + i), destination + i);
    }

    /// <summary>Sets the lanes from <paramref name="used"/> on to zero.</summary>
    public static void ClearUnused(float* values, int floats, int used)
    {
        for (int i = 0; i < floats; i += Lanes.PerBlock)
            new Span<float>(values + i + used, Lanes.PerBlock - used).Clear();
    }
}
