namespace Thimble;

/// <summary>
/// A square that is set to the data's mean, in all channels (DeVries and Taylor, "Improved regularization of convolutional
/// neural networks with Cutout", 2017). Its middle is drawn evenly from the image's pixels, so it may be cut off at the edge.
/// </summary>
internal static unsafe class Cutout
{
    /// <summary>Draws the square.</summary>
    /// <param name="side">Its side in pixels.</param>
    /// <param name="random">The image's random numbers.</param>
    /// <param name="shape">The shape of the image.</param>
    public static PixelBox Draw(int side, KeyedRandom random, Shape shape) => Patch.Around(
        random.Below(AugmentationDraw.CutoutY, shape.Height), random.Below(AugmentationDraw.CutoutX, shape.Width), side, side, shape);

    /// <summary>Sets a rectangle of a normalized image to 0, which is the mean; pixel i is at image[i × stride].</summary>
    public static void Erase(PixelBox box, Shape shape, float* image, int stride)
    {
        for (int channel = 0; channel < shape.Channels; channel++)
        {
            for (int y = box.Top; y < box.Top + box.Height; y++)
            {
                float* row = image + ((((long)channel * shape.Height) + y) * shape.Width * stride);
                for (int x = box.Left; x < box.Left + box.Width; x++)
                    row[(long)x * stride] = 0;
            }
        }
    }
}
