using System.Runtime.Intrinsics;

namespace Thimble.Lab;

/// <summary>The vectors of this processor.</summary>
public static class VectorWidth
{
    /// <summary>The widest vectors that are computed with, in words.</summary>
    public static string InWords =>
        Vector512.IsHardwareAccelerated ? "512-bit vectors"
        : Vector256.IsHardwareAccelerated ? "256-bit vectors"
        : Vector128.IsHardwareAccelerated ? "128-bit vectors"
        : "no vectors";
}
