using System.Runtime.CompilerServices;

namespace Thimble.Kernels;

/// <summary>A block with what is still to be done to its numbers as they are read: value · scale + shift, and max(0, …) of that.</summary>
/// <param name="values">[channel, row, column, lane].</param>
/// <param name="scales">[channel, lane]; null if the values are to be read as they are.</param>
/// <param name="shifts">[channel, lane].</param>
/// <param name="rectify">Whether max(0, …) is part of it.</param>
internal readonly unsafe struct DeferredBlock(float* values, float* scales = null, float* shifts = null, bool rectify = false)
{
    /// <summary>[channel, row, column, lane].</summary>
    public float* Values => values;

    /// <summary>[channel, lane]; null if the values are to be read as they are.</summary>
    public float* Scales => scales;

    /// <summary>[channel, lane].</summary>
    public float* Shifts => shifts;

    /// <summary>Whether max(0, …) is part of it.</summary>
    public bool Rectify => rectify;
}

/// <summary>How a kernel reads numbers of one channel; a type, so that its loop is compiled for each way.</summary>
internal unsafe interface IReading
{
    /// <summary>The numbers at a place.</summary>
    /// <param name="place">Where they are.</param>
    /// <param name="scale">Their lanes' scales.</param>
    /// <param name="shift">Their lanes' shifts.</param>
    static abstract TVector At<TVector>(float* place, float* scale, float* shift)
        where TVector : unmanaged, IVector<TVector>;
}

/// <summary>Numbers as they are.</summary>
internal readonly unsafe struct PlainReading : IReading
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector At<TVector>(float* place, float* scale, float* shift)
        where TVector : unmanaged, IVector<TVector> => TVector.Load(place);
}

/// <summary>Numbers scaled and shifted.</summary>
internal readonly unsafe struct ScaledReading : IReading
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector At<TVector>(float* place, float* scale, float* shift)
        where TVector : unmanaged, IVector<TVector> =>
        TVector.MultiplyAdd(TVector.Load(scale), TVector.Load(place), TVector.Load(shift));
}

/// <summary>Numbers scaled, shifted and rectified.</summary>
internal readonly unsafe struct RectifiedReading : IReading
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector At<TVector>(float* place, float* scale, float* shift)
        where TVector : unmanaged, IVector<TVector> =>
        TVector.Rectify(TVector.MultiplyAdd(TVector.Load(scale), TVector.Load(place), TVector.Load(shift)));
}
