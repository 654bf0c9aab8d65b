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

/// <summary>How a kernel reads a number of one channel; a struct, so that the loop over the numbers is compiled for each way.</summary>
/// <typeparam name="TVector">The register.</typeparam>
internal unsafe interface IReading<TVector>
    where TVector : unmanaged, IVector<TVector>
{
    /// <summary>The numbers at a place.</summary>
    TVector At(float* place);
}

/// <summary>Numbers as they are.</summary>
/// <typeparam name="TVector">The register.</typeparam>
internal readonly unsafe struct PlainReading<TVector> : IReading<TVector>
    where TVector : unmanaged, IVector<TVector>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector At(float* place) => TVector.Load(place);
}

/// <summary>Numbers scaled and shifted.</summary>
/// <typeparam name="TVector">The register.</typeparam>
internal readonly unsafe struct ScaledReading<TVector>(TVector scale, TVector shift) : IReading<TVector>
    where TVector : unmanaged, IVector<TVector>
{
    private readonly TVector _scale = scale;
    private readonly TVector _shift = shift;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector At(float* place) => TVector.MultiplyAdd(_scale, TVector.Load(place), _shift);
}

/// <summary>Numbers scaled, shifted and rectified.</summary>
/// <typeparam name="TVector">The register.</typeparam>
internal readonly unsafe struct RectifiedReading<TVector>(TVector scale, TVector shift) : IReading<TVector>
    where TVector : unmanaged, IVector<TVector>
{
    private readonly TVector _scale = scale;
    private readonly TVector _shift = shift;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector At(float* place) => TVector.Rectify(TVector.MultiplyAdd(_scale, TVector.Load(place), _shift));
}
