using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Thimble.Kernels;

/// <summary>4 floats in a 128-bit register.</summary>
internal readonly unsafe struct Vector128Float(Vector128<float> value) : IVector<Vector128Float>
{
    private readonly Vector128<float> _value = value;

    public static int Count => Vector128<float>.Count;

    public static Vector128Float Zero => new(Vector128<float>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Float operator +(Vector128Float left, Vector128Float right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Float operator -(Vector128Float left, Vector128Float right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Float operator *(Vector128Float left, Vector128Float right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Float operator /(Vector128Float left, Vector128Float right) => new(left._value / right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Float Broadcast(float value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Float Load(float* source) => new(Vector128.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128Float value, float* destination) => value._value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Float MultiplyAdd(Vector128Float left, Vector128Float right, Vector128Float addend) =>
        new(Fma.IsSupported || AdvSimd.IsSupported
            ? Vector128.FusedMultiplyAdd(left._value, right._value, addend._value)
            : ExactMultiplyAdd.Of(left._value, right._value, addend._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Float Rectify(Vector128Float value) => SelectGreater(Zero, value, Zero, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Float SquareRoot(Vector128Float value) => new(Vector128.Sqrt(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Float PowerOfTwo(Vector128Float exponent) =>
        new(Vector128.ShiftLeft(Vector128.ConvertToInt32(exponent._value) + Vector128.Create(127), 23).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Float SelectGreater(Vector128Float left, Vector128Float right, Vector128Float whenTrue, Vector128Float whenFalse) =>
        new(Vector128.ConditionalSelect(Vector128.GreaterThan(left._value, right._value), whenTrue._value, whenFalse._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Float SelectEqual(Vector128Float left, Vector128Float right, Vector128Float whenTrue, Vector128Float whenFalse) =>
        new(Vector128.ConditionalSelect(Vector128.Equals(left._value, right._value), whenTrue._value, whenFalse._value));
}
