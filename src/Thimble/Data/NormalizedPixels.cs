namespace Thimble.Data;

/// <summary>Pixels as a network takes them in evaluation: (pixel / 255 − mean) / standard deviation.</summary>
internal static unsafe class NormalizedPixels
{
    /// <summary>Writes an image: pixel p to destination[p · stride].</summary>
    public static void Write(ReadOnlySpan<byte> pixels, Normalization normalization, float* destination, int stride)
    {
        float scale = normalization.Factor;
        float shift = normalization.Addend;
        foreach (byte pixel in pixels)
        {
            *destination = (pixel * scale) + shift;
            destination += stride;
        }
    }
}
