using System.Runtime.Intrinsics;

namespace Thimble;

/// <summary>
/// Brightness, contrast and saturation of an image, as torchvision's <c>adjust_brightness</c>, <c>adjust_contrast</c> and
/// <c>adjust_saturation</c> for images of floats, always in this order (<c>ColorJitter</c> also draws the order):
/// b·x, then c·x + (1 − c)·(mean of the image's grey), then s·x + (1 − s)·(the pixel's grey), each cut off at 0 and 255.
/// Grey is 0.2989 red + 0.587 green + 0.114 blue; of images that have not three channels, the mean of the channels.
/// </summary>
/// <param name="shape">The shape of an image.</param>
internal sealed unsafe class ColourJitter(Shape shape)
{
    /// <summary>Floats that may be read after the image's last one; their values do not matter.</summary>
    public const int ReadAhead = 8;

    private const float White = 255;
    private const float Red = 0.2989f;
    private const float Green = 0.587f;
    private const float Blue = 0.114f;

    // A vector of eight on every processor: the order of the sum's additions must not depend on it.
    private static readonly int Width = Vector256<float>.Count;

    /// <summary>Changes an image in its place, in one pass; where the contrast changes, one before it takes the mean.</summary>
    /// <param name="pixels">The image, 0 to 255, and after it <see cref="ReadAhead"/> floats; then the numbers that its pixels become.</param>
    /// <param name="draw">The factors.</param>
    /// <param name="scale">How pixels become numbers.</param>
    public void Apply(float* pixels, ColourDraw draw, PixelScale scale)
    {
        float mean = draw.Contrast == 1 ? 0 : MeanGrey(pixels, draw.Brightness);
        var tone = new Tone(draw.Brightness, draw.Contrast, (1 - draw.Contrast) * mean);
        if (draw.Saturation != 1)
        {
            Saturate(pixels, tone, draw.Saturation, scale);
            return;
        }

        int plane = shape.PlaneSize;
        for (int channel = 0; channel < shape.Channels; channel++)
        {
            float* from = pixels + (channel * plane);
            for (int start = 0; start < plane; start += Width)
                Store(tone.Of(from + start), scale, channel, from, start);
        }
    }

    private void Saturate(float* pixels, Tone tone, float saturation, PixelScale scale)
    {
        int plane = shape.PlaneSize;
        for (int start = 0; start < plane; start += Width)
        {
            Vector256<float> red = tone.Of(pixels + start);
            Vector256<float> green = tone.Of(pixels + plane + start);
            Vector256<float> blue = tone.Of(pixels + (2 * plane) + start);
            Vector256<float> grey = Grey(red, green, blue) * (1 - saturation);
            Store(Tone.CutOff((red * saturation) + grey), scale, 0, pixels, start);
            Store(Tone.CutOff((green * saturation) + grey), scale, 1, pixels + plane, start);
            Store(Tone.CutOff((blue * saturation) + grey), scale, 2, pixels + (2 * plane), start);
        }
    }

    private void Store(Vector256<float> pixels, PixelScale scale, int channel, float* plane, int start)
    {
        Vector256<float> numbers = (pixels * scale.Factor(channel)) + Vector256.Create(scale.Addend(channel));
        int count = shape.PlaneSize - start;
        if (count >= Width)
        {
            numbers.Store(plane + start);
            return;
        }

        // The next channel begins here and is still to be read.
        for (int i = 0; i < count; i++)
            plane[start + i] = numbers[i];
    }

    /// <summary>The mean of the image's grey after its brightness changed.</summary>
    private float MeanGrey(float* pixels, float brightness)
    {
        var tone = new Tone(brightness, 1, 0);
        int plane = shape.PlaneSize;
        Vector256<float> sums = Vector256<float>.Zero;
        Vector256<int> lanes = Vector256.Create(0, 1, 2, 3, 4, 5, 6, 7);
        for (int start = 0; start < plane; start += Width)
        {
            Vector256<float> isInside = Vector256.LessThan(lanes, Vector256.Create(plane - start)).AsSingle();
            sums += Grey(pixels + start, tone) & isInside;
        }

        float sum = 0;
        for (int lane = 0; lane < Width; lane++)
            sum += sums[lane];
        return sum / plane;
    }

    private Vector256<float> Grey(float* pixels, Tone tone)
    {
        int plane = shape.PlaneSize;
        if (shape.Channels == 3)
            return Grey(tone.Of(pixels), tone.Of(pixels + plane), tone.Of(pixels + (2 * plane)));
        Vector256<float> sum = tone.Of(pixels);
        for (int channel = 1; channel < shape.Channels; channel++)
            sum += tone.Of(pixels + (channel * plane));
        return sum * (1f / shape.Channels);
    }

    private static Vector256<float> Grey(Vector256<float> red, Vector256<float> green, Vector256<float> blue) =>
        (red * Red) + (green * Green) + (blue * Blue);

    /// <summary>Brightness and contrast of one image: what becomes of each pixel by itself.</summary>
    private readonly struct Tone(float brightness, float contrast, float addend)
    {
        public static Vector256<float> CutOff(Vector256<float> pixels) =>
            Vector256.MinNative(Vector256.MaxNative(pixels, Vector256<float>.Zero), Vector256.Create(White));

        public Vector256<float> Of(float* pixels)
        {
            Vector256<float> bright = Vector256.MinNative(Vector256.Load(pixels) * brightness, Vector256.Create(White));
            return CutOff((bright * contrast) + Vector256.Create(addend));
        }
    }
}
