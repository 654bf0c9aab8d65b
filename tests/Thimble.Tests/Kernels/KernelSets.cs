using System.Runtime.Intrinsics;
using Thimble.Kernels;

namespace Thimble.Tests.Kernels;

/// <summary>The kernels at every register width that this processor has, plain floats among them.</summary>
internal static class KernelSets
{
    private static readonly Dictionary<int, KernelSet> Sets = new KernelSet?[]
    {
        Vector512.IsHardwareAccelerated ? new VectorKernels<Vector512Float>() : null,
        Vector256.IsHardwareAccelerated ? new VectorKernels<Vector256Float>() : null,
        Vector128.IsHardwareAccelerated ? new VectorKernels<Vector128Float>() : null,
        new VectorKernels<ScalarFloat>(),
    }.OfType<KernelSet>().ToDictionary(set => set.RegisterBits);

    /// <summary>The widths in bits; 32 stands for plain floats.</summary>
    public static IReadOnlyCollection<int> Widths => Sets.Keys;

    /// <summary>The kernels at one width.</summary>
    public static KernelSet OfWidth(int bits) => Sets[bits];

    /// <summary>The kernels at one width, for networks with or without tiles of four.</summary>
    public static KernelSet New(int bits, bool allowsTilesOfFour)
    {
        KernelSet kernels = bits switch
        {
            512 => new VectorKernels<Vector512Float>(),
            256 => new VectorKernels<Vector256Float>(),
            128 => new VectorKernels<Vector128Float>(),
            _ => new VectorKernels<ScalarFloat>(),
        };
        kernels.AllowsTilesOfFour = allowsTilesOfFour;
        return kernels;
    }
}
