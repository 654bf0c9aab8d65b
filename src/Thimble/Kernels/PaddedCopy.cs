namespace Thimble.Kernels;

/// <summary>
/// Copies a block into a larger one with zeros around it, and between its pixels where a strided convolution's
/// gradient needs them. A convolution then has no borders to mind. The copy costs one pass where the convolution
/// costs kernel² · channels of them.
/// </summary>
internal static unsafe class PaddedCopy
{
    /// <summary>Copies every channel.</summary>
    /// <param name="source">[channel, row, column, lane].</param>
    /// <param name="shape">The source's shape.</param>
    /// <param name="dilation">Distance in the destination between neighbouring source pixels; 1 for none.</param>
    /// <param name="top">Rows of zeros above; as many columns to the left.</param>
    /// <param name="destination">[channel, row, column, lane], overwritten whole.</param>
    /// <param name="height">The destination's rows.</param>
    /// <param name="width">The destination's columns.</param>
    public static void Copy(float* source, Shape shape, int dilation, int top, float* destination, int height, int width)
    {
        int rowFloats = width * Lanes.PerBlock;
        for (int c = 0; c < shape.Channels; c++)
        {
            for (int row = 0; row < height; row++)
            {
                var target = new Span<float>(destination, rowFloats);
                int y = row - top;
                if (y < 0 || y % dilation != 0 || y / dilation >= shape.Height)
                    target.Clear();
                else
                    CopyRow(source + (((c * shape.Height) + (y / dilation)) * shape.Width * Lanes.PerBlock), shape.Width, dilation, top, target);
                destination += rowFloats;
            }
        }
    }

    private static void CopyRow(float* source, int width, int dilation, int left, Span<float> target)
    {
        int offset = left * Lanes.PerBlock;
        if (dilation == 1)
        {
            int floats = width * Lanes.PerBlock;
            target[..offset].Clear();
            new ReadOnlySpan<float>(source, floats).CopyTo(target[offset..]);
            target[(offset + floats)..].Clear();
            return;
        }

        target.Clear();
        for (int x = 0; x < width; x++)
        {
            new ReadOnlySpan<float>(source + (x * Lanes.PerBlock), Lanes.PerBlock)
                .CopyTo(target[(offset + (x * dilation * Lanes.PerBlock))..]);
        }
    }
}
