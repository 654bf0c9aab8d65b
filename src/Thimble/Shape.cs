namespace Thimble;

/// <summary>The shape of one sample: channels × height × width. A flat vector is channels × 1 × 1.</summary>
/// <param name="Channels">Channels, or the features of a flat vector.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="IsFlat">Whether the sample is a plain vector (after Flatten or Linear): it is shown as [-1, n].</param>
public readonly record struct Shape(int Channels, int Height, int Width, bool IsFlat = false)
{
    /// <summary>A flat vector of <paramref name="features"/> numbers.</summary>
    public static Shape Flat(int features) => new(features, 1, 1, IsFlat: true);

    /// <summary>Numbers in one channel.</summary>
    /// <exception cref="OverflowException">They are more than an int counts.</exception>
    public int PlaneSize => checked(Height * Width);

    /// <summary>Numbers in one sample.</summary>
    /// <exception cref="OverflowException">They are more than an int counts.</exception>
    public int Size => checked(Channels * Height * Width);

    /// <summary>The shape as PyTorch and torchsummary write it, with -1 for the batch: <c>[-1, 10, 28, 28]</c>.</summary>
    public override string ToString() => IsFlat ? $"[-1, {Channels}]" : $"[-1, {Channels}, {Height}, {Width}]";
}
