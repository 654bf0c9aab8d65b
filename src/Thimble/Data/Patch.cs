namespace Thimble;

/// <summary>A rectangle within an image that something replaces: nothing (cutout), or another image's pixels (CutMix).</summary>
internal static class Patch
{
    /// <summary>A rectangle about a pixel, cut off where it reaches beyond the image.</summary>
    /// <param name="row">The pixel's row; of an even height, the row below the middle.</param>
    /// <param name="column">The pixel's column; of an even width, the column right of the middle.</param>
    /// <param name="height">Rows before it is cut off.</param>
    /// <param name="width">Columns before it is cut off.</param>
    /// <param name="shape">The shape of the image.</param>
    public static PixelBox Around(int row, int column, int height, int width, Shape shape)
    {
        int top = row - (height / 2);
        int left = column - (width / 2);
        int bottom = Math.Min(top + height, shape.Height);
        int right = Math.Min(left + width, shape.Width);
        top = Math.Max(top, 0);
        left = Math.Max(left, 0);
        return new(left, top, right - left, bottom - top);
    }
}
