namespace Thimble.Kernels;

/// <summary>
/// Copies a block into a larger one with zeros around it. A convolution then has no borders to mind. The copy costs
/// one pass where the convolution costs kernel² · channels of them, and at no extra cost it also does what a normalization and a
/// dropout before it have deferred.
/// </summary>
internal static unsafe class BorderedCopy
{
    /// <summary>Copies every channel: destination = source · scale + shift inside, 0 on the border.</summary>
    /// <param name="source">[channel, row, column, lane].</param>
    /// <param name="scales">[channel, lane].</param>
    /// <param name="shifts">[channel, lane].</param>
    /// <param name="rectify">Whether to put down max(0, value).</param>
    /// <param name="destination">[channel, row, column, lane] with borders, overwritten whole.</param>
    /// <param name="shape">The source's shape.</param>
    /// <param name="border">Rows and columns of zeros on every side.</param>
    public static void Affine<TVector>(
        float* source, float* scales, float* shifts, bool rectify, float* destination, Shape shape, Size2d border)
        where TVector : unmanaged, IVector<TVector>
    {
        int width = (shape.Width + (2 * border.Columns)) * Lanes.PerBlock;
        int above = border.Rows * width;
        int beside = border.Columns * Lanes.PerBlock;
        int inside = shape.Width * Lanes.PerBlock;
        for (int c = 0; c < shape.Channels; c++, scales += Lanes.PerBlock, shifts += Lanes.PerBlock)
        {
            new Span<float>(destination, above).Clear();
            destination += above;
            for (int y = 0; y < shape.Height; y++, source += inside, destination += width)
            {
                new Span<float>(destination, beside).Clear();
                AffineRow<TVector>(source, scales, shifts, rectify, destination + beside, inside);
                new Span<float>(destination + width - beside, beside).Clear();
            }

            new Span<float>(destination, above).Clear();
            destination += above;
        }
    }

    /// <summary>
    /// Copies a strided convolution's output gradient, spread out so that its pixels are <paramref name="dilation"/>
    /// apart (rows and columns), with zeros between and around them.
    /// </summary>
    /// <param name="source">[channel, row, column, lane].</param>
    /// <param name="shape">The source's shape.</param>
    /// <param name="dilation">Distance in the destination between neighbouring source pixels; 1 for none.</param>
    /// <param name="border">Rows of zeros above; as many columns to the left.</param>
    /// <param name="destination">[channel, row, column, lane], overwritten whole.</param>
    /// <param name="height">The destination's rows.</param>
    /// <param name="width">The destination's columns.</param>
    public static void Dilate(float* source, Shape shape, Size2d dilation, Size2d border, float* destination, int height, int width)
    {
        int rowFloats = width * Lanes.PerBlock;
        for (int c = 0; c < shape.Channels; c++)
        {
            for (int row = 0; row < height; row++, destination += rowFloats)
            {
                var target = new Span<float>(destination, rowFloats);
                target.Clear();
                int y = row - border.Rows;
                if (y >= 0 && y % dilation.Rows == 0 && y / dilation.Rows < shape.Height)
                    SpreadRow(source + (((c * shape.Height) + (y / dilation.Rows)) * shape.Width * Lanes.PerBlock), shape.Width, dilation.Columns, target[(border.Columns * Lanes.PerBlock)..]);
            }
        }
    }

    private static void AffineRow<TVector>(
        float* source, float* scales, float* shifts, bool rectify, float* destination, int floats)
        where TVector : unmanaged, IVector<TVector>
    {
        for (int lane = 0; lane < Lanes.PerBlock; lane += TVector.Count)
        {
            TVector scale = TVector.Load(scales + lane);
            TVector shift = TVector.Load(shifts + lane);
            for (int i = lane; i < floats; i += Lanes.PerBlock)
            {
                TVector value = TVector.MultiplyAdd(scale, TVector.Load(source + i), shift);
                TVector.Store(rectify ? TVector.Rectify(value) : value, destination + i);
            }
        }
    }

    private static void SpreadRow(float* source, int width, int dilation, Span<float> target)
    {
        if (dilation == 1)
        {
            new ReadOnlySpan<float>(source, width * Lanes.PerBlock).CopyTo(target);
            return;
        }

        for (int x = 0; x < width; x++)
        {
            new ReadOnlySpan<float>(source + (x * Lanes.PerBlock), Lanes.PerBlock)
                .CopyTo(target[(x * dilation * Lanes.PerBlock)..]);
        }
    }
}
