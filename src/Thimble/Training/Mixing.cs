namespace Thimble.Training;

/// <summary>Mixes an image's pixels with its partner's.</summary>
internal static unsafe class Mixing
{
    /// <summary>λ times the image and 1 − λ times the partner, or the partner's rectangle in the image.</summary>
    /// <param name="draw">How.</param>
    /// <param name="shape">The shape of an image.</param>
    /// <param name="image">The image, pixel i at image[i × stride]; it is changed.</param>
    /// <param name="stride">Floats between two pixels.</param>
    /// <param name="partner">The partner, its pixels side by side.</param>
    public static void Apply(MixDraw draw, Shape shape, float* image, int stride, ReadOnlySpan<float> partner)
    {
        if (draw.Pasted is { } box)
            Paste(box, shape, image, stride, partner);
        else
            Blend(draw.Share, image, stride, partner);
    }

    private static void Blend(float share, float* image, int stride, ReadOnlySpan<float> partner)
    {
        float rest = 1 - share;
        foreach (float pixel in partner)
        {
            *image = (*image * share) + (pixel * rest);
            image += stride;
        }
    }

    private static void Paste(PixelBox box, Shape shape, float* image, int stride, ReadOnlySpan<float> partner)
    {
        for (int channel = 0; channel < shape.Channels; channel++)
        {
            for (int y = box.Top; y < box.Top + box.Height; y++)
            {
                int row = ((channel * shape.Height) + y) * shape.Width;
                for (int x = box.Left; x < box.Left + box.Width; x++)
                    image[(long)(row + x) * stride] = partner[row + x];
            }
        }
    }
}
