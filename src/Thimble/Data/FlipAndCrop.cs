namespace Thimble;

/// <summary>
/// A horizontal flip and a crop of an image with a border, which move whole pixels: torchvision's
/// <c>RandomCrop(size, padding=border)</c> and then <c>RandomHorizontalFlip()</c>. The border is background (0).
/// </summary>
/// <param name="IsFlipped">Whether left and right change places.</param>
/// <param name="FromX">The column of the image that the crop begins with; below 0 it is in the border.</param>
/// <param name="FromY">The row of the image that the crop begins with.</param>
internal readonly record struct FlipAndCrop(bool IsFlipped, int FromX, int FromY)
{
    /// <summary>Draws whether to flip, with probability ½, and where to crop, each place alike.</summary>
    public static FlipAndCrop Of(AugmentationOptions options, KeyedRandom random)
    {
        int border = options.CropBorder;
        int places = (2 * border) + 1;
        return new(
            options.HorizontalFlip && random.Uniform(AugmentationDraw.Flip) < 0.5f,
            border == 0 ? 0 : random.Below(AugmentationDraw.CropX, places) - border,
            border == 0 ? 0 : random.Below(AugmentationDraw.CropY, places) - border);
    }

    /// <summary>
    /// The same within an affine map, so that a pixel is interpolated once: the crop becomes a shift, and shows what an
    /// image that was moved first and cropped afterwards would have lost at its edge.
    /// </summary>
    /// <param name="map">From the moved image's pixels to the source's.</param>
    /// <param name="width">The image's width.</param>
    public AffineMap After(AffineMap map, int width)
    {
        if (this == default)
            return map;
        float x = IsFlipped ? width - 1 + FromX : FromX;
        float sign = IsFlipped ? -1 : 1;
        return new(
            sign * map.XX, map.XY, map.X0 + (map.XX * x) + (map.XY * FromY),
            sign * map.YX, map.YY, map.Y0 + (map.YX * x) + (map.YY * FromY));
    }

    /// <summary>Writes one image so that pixel i is at destination[i × stride]; nothing is interpolated.</summary>
    /// <param name="source">The image's bytes.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="scale">How pixels become numbers.</param>
    /// <param name="destination">Room for the image.</param>
    /// <param name="stride">Floats between two pixels.</param>
    public unsafe void Write(ReadOnlySpan<byte> source, Shape shape, PixelScale scale, float* destination, int stride)
    {
        long rowLength = (long)shape.Width * stride;
        for (int channel = 0; channel < shape.Channels; channel++)
        {
            ReadOnlySpan<float> levels = scale.Levels(channel);
            ReadOnlySpan<byte> plane = source.Slice(channel * shape.PlaneSize, shape.PlaneSize);
            for (int y = 0; y < shape.Height; y++)
            {
                int row = y + FromY;
                bool isInside = row >= 0 && row < shape.Height;
                WriteRow(isInside ? plane.Slice(row * shape.Width, shape.Width) : [], shape.Width, levels, destination, stride);
                destination += rowLength;
            }
        }
    }

    // The columns of the source, cut off at its edges, between two parts of the border.
    private unsafe void WriteRow(ReadOnlySpan<byte> row, int width, ReadOnlySpan<float> levels, float* destination, int stride)
    {
        int first = Math.Clamp(-FromX, 0, width);
        int last = row.IsEmpty ? first : Math.Clamp(width - FromX, first, width);
        long step = stride;
        if (IsFlipped)
        {
            destination += (width - 1) * step;
            step = -step;
        }

        for (int x = 0; x < first; x++)
            destination[x * step] = levels[0];
        if (last > first)
        {
            float* next = destination + (first * step);
            foreach (byte pixel in row.Slice(first + FromX, last - first))
            {
                *next = levels[pixel];
                next += step;
            }
        }

        for (int x = last; x < width; x++)
            destination[x * step] = levels[0];
    }
}
