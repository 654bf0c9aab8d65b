using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Thimble.Kernels;

/// <summary>8 floats in a 256-bit register.</summary>
internal readonly unsafe struct Vector256Float(Vector256<float> value) : IVector<Vector256Float>
{
    private readonly Vector256<float> _value = value;

    public static int Count => Vector256<float>.Count;

    public static Vector256Float Zero => new(Vector256<float>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Float operator +(Vector256Float left, Vector256Float right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Float operator -(Vector256Float left, Vector256Float right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Float operator *(Vector256Float left, Vector256Float right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Float operator /(Vector256Float left, Vector256Float right) => new(left._value / right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Float Broadcast(float value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Float Load(float* source) => new(Vector256.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256Float value, float* destination) => value._value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Float MultiplyAdd(Vector256Float left, Vector256Float right, Vector256Float addend) =>
        new(Vector256.FusedMultiplyAdd(left._value, right._value, addend._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Float Rectify(Vector256Float value) => SelectGreater(Zero, value, Zero, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Float SquareRoot(Vector256Float value) => new(Vector256.Sqrt(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Float PowerOfTwo(Vector256Float exponent) =>
        new(Vector256.ShiftLeft(Vector256.ConvertToInt32(exponent._value) + Vector256.Create(127), 23).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Float SelectGreater(Vector256Float left, Vector256Float right, Vector256Float whenTrue, Vector256Float whenFalse) =>
        new(Vector256.ConditionalSelect(Vector256.GreaterThan(left._value, right._value), whenTrue._value, whenFalse._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Float SelectEqual(Vector256Float left, Vector256Float right, Vector256Float whenTrue, Vector256Float whenFalse) =>
        new(Vector256.ConditionalSelect(Vector256.Equals(left._value, right._value), whenTrue._value, whenFalse._value));
}
