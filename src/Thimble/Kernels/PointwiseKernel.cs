using System.Runtime.CompilerServices;

namespace Thimble.Kernels;

/// <summary>A function of each number in registers: one implementation for all widths, and so the same bits.</summary>
internal interface IVectorFunction
{
    /// <summary>f(x).</summary>
    TVector Forward<TVector>(TVector x)
        where TVector : unmanaged, IVector<TVector>;

    /// <summary>gradient · f′.</summary>
    /// <param name="kept">x, or f(x) where the function says that its derivative is taken of the output.</param>
    /// <param name="gradient">d loss / d f(x).</param>
    TVector Backward<TVector>(TVector kept, TVector gradient)
        where TVector : unmanaged, IVector<TVector>;
}

/// <summary>The loops of a function of each number; source and destination may be the same.</summary>
internal abstract unsafe class PointwiseKernel
{
    /// <summary>destination = f(source).</summary>
    public abstract void Forward(float* source, float* destination, int floats);

    /// <summary>gradient = gradient · f′, in place.</summary>
    public abstract void Backward(float* kept, float* gradient, int floats);
}

/// <summary>The loops compiled for one function and one kind of register.</summary>
internal sealed unsafe class PointwiseKernel<TVector, TFunction>(TFunction function) : PointwiseKernel
    where TVector : unmanaged, IVector<TVector>
    where TFunction : struct, IVectorFunction
{
    public override void Forward(float* source, float* destination, int floats)
    {
        TFunction f = function;
        for (int i = 0; i < floats; i += TVector.Count)
            TVector.Store(f.Forward(TVector.Load(source + i)), destination + i);
    }

    public override void Backward(float* kept, float* gradient, int floats)
    {
        TFunction f = function;
        for (int i = 0; i < floats; i += TVector.Count)
            TVector.Store(f.Backward(TVector.Load(kept + i), TVector.Load(gradient + i)), gradient + i);
    }
}

/// <summary>max(0, x); not-a-number stays, so that a diverged run shows. The derivative is taken of the output.</summary>
internal readonly struct RectifierKernel : IVectorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Forward<TVector>(TVector x)
        where TVector : unmanaged, IVector<TVector> => TVector.Rectify(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Backward<TVector>(TVector kept, TVector gradient)
        where TVector : unmanaged, IVector<TVector> => TVector.SelectGreater(kept, TVector.Zero, gradient, TVector.Zero);
}

/// <summary>x where it is positive, elsewhere slope · x.</summary>
internal readonly struct LeakyRectifierKernel(float slope) : IVectorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Forward<TVector>(TVector x)
        where TVector : unmanaged, IVector<TVector> => TVector.SelectGreater(x, TVector.Zero, x, x * TVector.Broadcast(slope));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Backward<TVector>(TVector kept, TVector gradient)
        where TVector : unmanaged, IVector<TVector> =>
        TVector.SelectGreater(kept, TVector.Zero, gradient, gradient * TVector.Broadcast(slope));
}

/// <summary>min(0, x); not-a-number stays.</summary>
internal readonly struct NegativePartKernel : IVectorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Forward<TVector>(TVector x)
        where TVector : unmanaged, IVector<TVector> => TVector.SelectGreater(x, TVector.Zero, TVector.Zero, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Backward<TVector>(TVector kept, TVector gradient)
        where TVector : unmanaged, IVector<TVector> => TVector.SelectGreater(kept, TVector.Zero, TVector.Zero, gradient);
}

/// <summary>1 / (1 + e⁻ˣ). The derivative is taken of the output.</summary>
internal readonly struct SigmoidKernel : IVectorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Forward<TVector>(TVector x)
        where TVector : unmanaged, IVector<TVector> => TVector.Broadcast(1) / OnePlusExp(TVector.Zero - x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Backward<TVector>(TVector kept, TVector gradient)
        where TVector : unmanaged, IVector<TVector> => gradient * (kept * (TVector.Broadcast(1) - kept));

    /// <summary>1 + eˣ.</summary>
    /// <remarks>
    /// eˣ = 2ⁿ · eʳ with n = round(x / ln 2) and |r| ≤ ln 2 / 2, where the Taylor series to r⁷ / 7! is good to the last bit.
    /// The sum with 1.5 · 2²³ rounds to a whole number. Beyond ±87 the result no longer changes 1 / (1 + eˣ) in single precision.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector OnePlusExp<TVector>(TVector x)
        where TVector : unmanaged, IVector<TVector>
    {
        TVector high = TVector.Broadcast(87);
        TVector low = TVector.Broadcast(-87);
        TVector one = TVector.Broadcast(1);
        x = TVector.SelectGreater(x, high, high, x);
        x = TVector.SelectGreater(low, x, low, x);
        TVector rounder = TVector.Broadcast(12582912f);
        TVector n = TVector.MultiplyAdd(x, TVector.Broadcast(1.44269504f), rounder) - rounder;
        TVector r = TVector.MultiplyAdd(n, TVector.Broadcast(-0.693359375f), x);
        r = TVector.MultiplyAdd(n, TVector.Broadcast(2.12194440e-4f), r);
        TVector sum = TVector.Broadcast(1f / 5040);
        sum = TVector.MultiplyAdd(sum, r, TVector.Broadcast(1f / 720));
        sum = TVector.MultiplyAdd(sum, r, TVector.Broadcast(1f / 120));
        sum = TVector.MultiplyAdd(sum, r, TVector.Broadcast(1f / 24));
        sum = TVector.MultiplyAdd(sum, r, TVector.Broadcast(1f / 6));
        sum = TVector.MultiplyAdd(sum, r, TVector.Broadcast(0.5f));
        sum = TVector.MultiplyAdd(sum, r, one);
        sum = TVector.MultiplyAdd(sum, r, one);
        return TVector.MultiplyAdd(sum, TVector.PowerOfTwo(n), one);
    }
}

/// <summary>x / (1 + e⁻ˣ).</summary>
internal readonly struct SigmoidLinearKernel : IVectorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Forward<TVector>(TVector x)
        where TVector : unmanaged, IVector<TVector> => ZeroFarBelow(x, x / SigmoidKernel.OnePlusExp(TVector.Zero - x));

    // s · (1 + x · (1 − s)) with s = 1 / (1 + e⁻ˣ)
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Backward<TVector>(TVector kept, TVector gradient)
        where TVector : unmanaged, IVector<TVector>
    {
        TVector one = TVector.Broadcast(1);
        TVector sigmoid = one / SigmoidKernel.OnePlusExp(TVector.Zero - kept);
        return ZeroFarBelow(kept, gradient * (sigmoid * TVector.MultiplyAdd(kept, one - sigmoid, one)));
    }

    // Below −87 both are 0 in single precision; e⁸⁷ alone would not outweigh a very large x.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector ZeroFarBelow<TVector>(TVector x, TVector value)
        where TVector : unmanaged, IVector<TVector> => TVector.SelectGreater(TVector.Broadcast(-87), x, TVector.Zero, value);
}

/// <summary>x · min(max(x + 3, 0), 6) / 6.</summary>
internal readonly struct HardSwishKernel : IVectorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Forward<TVector>(TVector x)
        where TVector : unmanaged, IVector<TVector>
    {
        TVector six = TVector.Broadcast(6);
        TVector gate = TVector.Rectify(x + TVector.Broadcast(3));
        return x * TVector.SelectGreater(gate, six, six, gate) * TVector.Broadcast(1f / 6);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Backward<TVector>(TVector kept, TVector gradient)
        where TVector : unmanaged, IVector<TVector>
    {
        TVector three = TVector.Broadcast(3);
        TVector inside = gradient * TVector.MultiplyAdd(kept, TVector.Broadcast(1f / 3), TVector.Broadcast(0.5f));
        TVector below = TVector.SelectGreater(kept, TVector.Zero - three, inside, TVector.Zero);
        return TVector.SelectGreater(three, kept, below, gradient);
    }
}

/// <summary>x where it is positive, elsewhere alpha · (eˣ − 1). The derivative is taken of the output.</summary>
/// <remarks>Just below 0 the result is off by up to alpha · 1.2e-7, from the two roundings of 1 + eˣ: good enough for an activation.</remarks>
internal readonly struct ExponentialLinearKernel(float alpha) : IVectorFunction
{
    // 1 + eˣ stops at x = −87, where subtracting 2 already gives exactly −1.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Forward<TVector>(TVector x)
        where TVector : unmanaged, IVector<TVector> =>
        TVector.SelectGreater(x, TVector.Zero, x, TVector.Broadcast(alpha) * (SigmoidKernel.OnePlusExp(x) - TVector.Broadcast(2)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Backward<TVector>(TVector kept, TVector gradient)
        where TVector : unmanaged, IVector<TVector> =>
        TVector.SelectGreater(kept, TVector.Zero, gradient, gradient * (kept + TVector.Broadcast(alpha)));
}
