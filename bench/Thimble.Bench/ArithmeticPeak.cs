using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Thimble.Kernels;

namespace Thimble.Bench;

/// <summary>The most multiply-adds that the processor does: independent ones in registers, nothing else.</summary>
internal static class ArithmeticPeak
{
    private const int Sums = 12;
    private const int Rounds = 4_000_000;
    private const int Repetitions = 12;

    /// <summary>The register widths that this processor has, widest first.</summary>
    public static IReadOnlyList<int> Widths { get; } =
        [.. new[] { (512, Vector512.IsHardwareAccelerated), (256, Vector256.IsHardwareAccelerated), (128, Vector128.IsHardwareAccelerated) }
            .Where(width => width.Item2).Select(width => width.Item1)];

    /// <summary>GFLOP/s, the best of several tries; a multiply-add is two.</summary>
    /// <param name="bits">The register width.</param>
    /// <param name="threads">Threads that compute at the same time.</param>
    public static double GigaflopsAt(int bits, int threads)
    {
        Func<float> work = bits switch
        {
            512 => Multiply<Vector512Float>,
            256 => Multiply<Vector256Float>,
            _ => Multiply<Vector128Float>,
        };
        double flops = 2.0 * Sums * Rounds * (bits / 32) * threads;
        return flops / 1e9 / Together.BestSeconds(threads, Repetitions, _ => Keep(work()));
    }

    // What nobody reads the compiler may leave out.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Keep(float value) => Debug.Assert(!float.IsNaN(value), "the sums stay finite");

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe float Multiply<TVector>()
        where TVector : unmanaged, IVector<TVector>
    {
        TVector x = TVector.Broadcast(0.999f);
        TVector y = TVector.Broadcast(0.001f);
        TVector a0 = y, a1 = y, a2 = y, a3 = y, a4 = y, a5 = y, a6 = y, a7 = y, a8 = y, a9 = y, a10 = y, a11 = y;
        for (int i = 0; i < Rounds; i++)
        {
            a0 = TVector.MultiplyAdd(x, a0, y);
            a1 = TVector.MultiplyAdd(x, a1, y);
            a2 = TVector.MultiplyAdd(x, a2, y);
            a3 = TVector.MultiplyAdd(x, a3, y);
            a4 = TVector.MultiplyAdd(x, a4, y);
            a5 = TVector.MultiplyAdd(x, a5, y);
            a6 = TVector.MultiplyAdd(x, a6, y);
            a7 = TVector.MultiplyAdd(x, a7, y);
            a8 = TVector.MultiplyAdd(x, a8, y);
            a9 = TVector.MultiplyAdd(x, a9, y);
            a10 = TVector.MultiplyAdd(x, a10, y);
            a11 = TVector.MultiplyAdd(x, a11, y);
        }

        float* lanes = stackalloc float[Lanes.PerBlock];
        TVector.Store(a0 + a1 + a2 + a3 + (a4 + a5 + a6 + a7) + (a8 + a9 + a10 + a11), lanes);
        return lanes[0];
    }
}
