using System.Runtime.CompilerServices;

namespace Thimble.Kernels;

/// <summary>One float: the way for processors without vectors. Correct, and slow.</summary>
internal readonly unsafe struct ScalarFloat(float value) : IVector<ScalarFloat>
{
    private readonly float _value = value;

    public static int Count => 1;

    public static ScalarFloat Zero => default;

    public static ScalarFloat operator +(ScalarFloat left, ScalarFloat right) => new(left._value + right._value);

    public static ScalarFloat operator -(ScalarFloat left, ScalarFloat right) => new(left._value - right._value);

    public static ScalarFloat operator *(ScalarFloat left, ScalarFloat right) => new(left._value * right._value);

    public static ScalarFloat operator /(ScalarFloat left, ScalarFloat right) => new(left._value / right._value);

    public static ScalarFloat Broadcast(float value) => new(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarFloat Load(float* source) => new(*source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ScalarFloat value, float* destination) => *destination = value._value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarFloat MultiplyAdd(ScalarFloat left, ScalarFloat right, ScalarFloat addend) =>
        new(MathF.FusedMultiplyAdd(left._value, right._value, addend._value));

    public static ScalarFloat Rectify(ScalarFloat value) => value._value < 0 ? default : value;

    public static ScalarFloat SquareRoot(ScalarFloat value) => new(MathF.Sqrt(value._value));

    public static ScalarFloat PowerOfTwo(ScalarFloat exponent) =>
        new(BitConverter.Int32BitsToSingle(((int)exponent._value + 127) << 23));

    public static ScalarFloat SelectGreater(
        ScalarFloat left, ScalarFloat right, ScalarFloat whenTrue, ScalarFloat whenFalse) =>
        left._value > right._value ? whenTrue : whenFalse;

    public static ScalarFloat SelectEqual(
        ScalarFloat left, ScalarFloat right, ScalarFloat whenTrue, ScalarFloat whenFalse) =>
        left._value == right._value ? whenTrue : whenFalse;
}
