namespace Thimble.Kernels;

/// <summary>
/// A register of floats. A kernel is written once over this interface and compiled once for each width: the runtime
/// makes separate machine code for each struct. Every operation is exact or correctly rounded, multiply-add with a
/// single rounding, so that all widths give the same bits.
/// </summary>
/// <typeparam name="TSelf">The register type.</typeparam>
internal unsafe interface IVector<TSelf>
    where TSelf : unmanaged, IVector<TSelf>
{
    /// <summary>Floats in the register.</summary>
    static abstract int Count { get; }

    /// <summary>All zeros.</summary>
    static abstract TSelf Zero { get; }

    /// <summary>The same number everywhere.</summary>
    static abstract TSelf Broadcast(float value);

    /// <summary>Reads <see cref="Count"/> floats.</summary>
    static abstract TSelf Load(float* source);

    /// <summary>Writes <see cref="Count"/> floats.</summary>
    static abstract void Store(TSelf value, float* destination);

    static abstract TSelf operator +(TSelf left, TSelf right);

    static abstract TSelf operator -(TSelf left, TSelf right);

    static abstract TSelf operator *(TSelf left, TSelf right);

    static abstract TSelf operator /(TSelf left, TSelf right);

    /// <summary>left · right + addend, rounded once.</summary>
    static abstract TSelf MultiplyAdd(TSelf left, TSelf right, TSelf addend);

    /// <summary>max(0, value); not-a-number stays, so that a diverged run shows.</summary>
    static abstract TSelf Rectify(TSelf value);

    /// <summary>Square roots.</summary>
    static abstract TSelf SquareRoot(TSelf value);

    /// <summary>2 to the power of a whole number from −126 to 127.</summary>
    static abstract TSelf PowerOfTwo(TSelf exponent);

    /// <summary>Where left &gt; right: whenTrue, elsewhere whenFalse.</summary>
    static abstract TSelf SelectGreater(TSelf left, TSelf right, TSelf whenTrue, TSelf whenFalse);

    /// <summary>Where left = right: whenTrue, elsewhere whenFalse.</summary>
    static abstract TSelf SelectEqual(TSelf left, TSelf right, TSelf whenTrue, TSelf whenFalse);
}
