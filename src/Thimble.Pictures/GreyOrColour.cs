namespace Thimble.Pictures;

/// <summary>Formats with palettes do not say whether a picture is grey: its pixels do.</summary>
internal static class GreyOrColour
{
    /// <summary>A grey picture if red, green and blue are the same in every pixel, one in colour otherwise.</summary>
    public static Picture Of(int width, int height, byte[] rgb, byte[]? alpha)
    {
        for (int i = 0; i < rgb.Length; i += 3)
        {
            if (rgb[i] != rgb[i + 1] || rgb[i] != rgb[i + 2])
                return Picture.FromRgb(width, height, rgb, alpha);
        }

        byte[] grey = new byte[rgb.Length / 3];
        for (int i = 0; i < grey.Length; i++)
            grey[i] = rgb[3 * i];
        return new(width, height, grey, alpha);
    }
}
