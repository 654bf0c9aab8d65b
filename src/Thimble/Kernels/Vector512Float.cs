using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Thimble.Kernels;

/// <summary>16 floats in a 512-bit register.</summary>
internal readonly unsafe struct Vector512Float(Vector512<float> value) : IVector<Vector512Float>
{
    private readonly Vector512<float> _value = value;

    public static int Count => Vector512<float>.Count;

    public static Vector512Float Zero => new(Vector512<float>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Float operator +(Vector512Float left, Vector512Float right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Float operator -(Vector512Float left, Vector512Float right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Float operator *(Vector512Float left, Vector512Float right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Float operator /(Vector512Float left, Vector512Float right) => new(left._value / right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Float Broadcast(float value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Float Load(float* source) => new(Vector512.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512Float value, float* destination) => value._value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Float MultiplyAdd(Vector512Float left, Vector512Float right, Vector512Float addend) =>
        new(Vector512.FusedMultiplyAdd(left._value, right._value, addend._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Float Rectify(Vector512Float value) => SelectGreater(Zero, value, Zero, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Float SquareRoot(Vector512Float value) => new(Vector512.Sqrt(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Float PowerOfTwo(Vector512Float exponent) =>
        new(Vector512.ShiftLeft(Vector512.ConvertToInt32(exponent._value) + Vector512.Create(127), 23).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Float SelectGreater(Vector512Float left, Vector512Float right, Vector512Float whenTrue, Vector512Float whenFalse) =>
        new(Vector512.ConditionalSelect(Vector512.GreaterThan(left._value, right._value), whenTrue._value, whenFalse._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Float SelectEqual(Vector512Float left, Vector512Float right, Vector512Float whenTrue, Vector512Float whenFalse) =>
        new(Vector512.ConditionalSelect(Vector512.Equals(left._value, right._value), whenTrue._value, whenFalse._value));
}
