namespace Thimble.Kernels;

/// <summary>ReLU over a run of floats, in place where source and destination are the same.</summary>
internal static unsafe class Rectifier
{
    /// <summary>destination = max(0, source); not-a-number stays, so that a diverged run shows.</summary>
    public static void Forward<TVector>(float* source, float* destination, int floats)
        where TVector : unmanaged, IVector<TVector>
    {
        for (int i = 0; i < floats; i += TVector.Count)
            TVector.Store(TVector.Rectify(TVector.Load(source + i)), destination + i);
    }

    /// <summary>gradient = gradient where the output is above 0, else 0.</summary>
    public static void Backward<TVector>(float* output, float* gradient, int floats)
        where TVector : unmanaged, IVector<TVector>
    {
        TVector zero = TVector.Zero;
        for (int i = 0; i < floats; i += TVector.Count)
        {
            TVector y = TVector.Load(output + i);
            TVector.Store(TVector.SelectGreater(y, zero, TVector.Load(gradient + i), zero), gradient + i);
        }
    }
}
