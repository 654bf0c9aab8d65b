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
}
