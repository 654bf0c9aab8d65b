using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Thimble;

/// <summary>The vectors that networks are computed with: those that this program was compiled for.</summary>
public static class VectorWidth
{
    private const int NoVectors = 8 * sizeof(float);

    /// <summary>Bits of the widest vectors that are computed with: 512, 256 or 128; 32, one number at a time, where there are none.</summary>
    /// <remarks>
    /// The JIT compiles for the processor that it runs on. Native AOT compiles for what <c>IlcInstructionSet</c> says, and no wider
    /// vectors are chosen at run time.
    /// </remarks>
    public static int Bits =>
        Vector512.IsHardwareAccelerated ? 512
        : Vector256.IsHardwareAccelerated ? 256
        : Vector128.IsHardwareAccelerated ? 128
        : NoVectors;

    /// <summary>The same in words, such as <c>256-bit vectors</c>.</summary>
    public static string InWords => Name(Bits);

    /// <summary>
    /// What this program loses because it was compiled ahead of time for less than this processor has, in a line that says what to do; null if
    /// it loses nothing. Look at it once at the start: without AVX2 and FMA networks are computed 30 to 70 times slower on a processor with 256 bits.
    /// </summary>
    public static string? Shortfall { get; } = RuntimeFeature.IsDynamicCodeSupported ? null : ShortfallOf(Bits, ProcessorVectors.Bits);

    /// <summary>What code for vectors of some bits loses on a processor that has others; null if nothing.</summary>
    internal static string? ShortfallOf(int compiled, int processor) =>
        compiled >= processor ? null
        : compiled < 256
            ? $"compiled for {Name(compiled)}, but this processor has {Name(processor)} and fused multiply-add: networks are computed many times slower than "
                + "they could be; compile with IlcInstructionSet=x86-64-v3, or native for this processor"
            : $"compiled for {Name(compiled)}, but this processor has {Name(processor)}; for such processors alone compile with IlcInstructionSet=x86-64-v4";

    private static string Name(int bits) => bits > NoVectors ? $"{bits}-bit vectors" : "no vectors";
}
