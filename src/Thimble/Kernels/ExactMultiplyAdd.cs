using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Thimble.Kernels;

/// <summary>
/// A fused multiply-add where the processor has none: the same bits from arithmetic in double precision. The base library
/// calls a function for each number there, which costs more than plain floats would.
/// </summary>
/// <remarks>
/// A product of two floats is exact in a double (48 bits of 53). Their sum with the addend is not, and rounding it to a
/// double and then to a float could round twice. So the sum is rounded to odd first (S. Boldo, G. Melquiond: Emulation of
/// FMA and correctly rounded sums, 2008): where it is not exact, its last bit is set, which keeps a tie from looking like
/// one. What it lacks of the exact sum is D. Knuth's error term.
/// </remarks>
internal static class ExactMultiplyAdd
{
    /// <summary>left × right + addend, rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Of(Vector128<float> left, Vector128<float> right, Vector128<float> addend) => Vector128.Narrow(
        RoundedToOdd(Vector128.WidenLower(left) * Vector128.WidenLower(right), Vector128.WidenLower(addend)),
        RoundedToOdd(Vector128.WidenUpper(left) * Vector128.WidenUpper(right), Vector128.WidenUpper(addend)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> RoundedToOdd(Vector128<double> product, Vector128<double> addend)
    {
        Vector128<double> sum = product + addend;
        Vector128<double> ofAddend = sum - product;
        Vector128<double> error = (product - (sum - ofAddend)) + (addend - ofAddend);
        // 1 where the sum is not exact. False for what is no number, so that infinities stay as they are.
        Vector128<ulong> inexact = Vector128.GreaterThan(Vector128.Abs(error), Vector128<double>.Zero).AsUInt64() >>> 63;
        // 1 where its magnitude was rounded up: the next one below is what stands before the exact sum's further bits.
        Vector128<ulong> above = ((error.AsUInt64() ^ sum.AsUInt64()) >>> 63) & inexact;
        return ((sum.AsUInt64() - above) | inexact).AsDouble();
    }
}
