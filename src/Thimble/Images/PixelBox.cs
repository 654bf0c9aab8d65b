namespace Thimble;

/// <summary>A rectangle of pixels.</summary>
/// <param name="Left">Its first column.</param>
/// <param name="Top">Its first row.</param>
/// <param name="Width">Its columns.</param>
/// <param name="Height">Its rows.</param>
internal readonly record struct PixelBox(int Left, int Top, int Width, int Height)
{
    /// <summary>The smallest box around this one and another pixel.</summary>
    internal PixelBox With(int x, int y)
    {
        int left = Math.Min(Left, x);
        int top = Math.Min(Top, y);
        return new(left, top, Math.Max(Left + Width, x + 1) - left, Math.Max(Top + Height, y + 1) - top);
    }
}
