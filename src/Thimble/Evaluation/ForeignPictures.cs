namespace Thimble;

/// <summary>
/// Pictures that no network for these images should recognize, made from nothing or from the images themselves, so that they are available for any
/// data: what a network answers to them shows whether it knows what it does not know.
/// </summary>
internal static class ForeignPictures
{
    private const int MostPictures = 500;

    // Of large images fewer are enough, and are in memory one kind at a time.
    private const long MostBytes = 64 << 20;

    /// <summary>Makes some of each kind; the same ones every time.</summary>
    /// <param name="images">The images that the network is for.</param>
    public static IEnumerable<(string Name, ImageDataset Pictures)> Of(ImageDataset images)
    {
        int count = (int)Math.Clamp(MostBytes / images.ImageShape.Size, 1, Math.Min(MostPictures, images.Count));
        yield return ("empty", Make(images, 1, (_, _, pixels) => pixels.Clear()));
        yield return ("noise", Make(images, count, Noise));
        yield return ("smooth noise", Make(images, count, SmoothNoise));
        yield return ("inverted", Make(images, count, (random, _, pixels) => Invert(images.Pixels(random.Below(0, images.Count)), pixels)));
        yield return ("two side by side", Make(images, count, (random, shape, pixels) =>
            SideBySide(images.Pixels(random.Below(0, images.Count)), images.Pixels(random.Below(1, images.Count)), shape, pixels)));
    }

    private delegate void Draw(KeyedRandom random, Shape shape, Span<byte> pixels);

    private static ImageDataset Make(ImageDataset images, int count, Draw draw)
    {
        Shape shape = images.ImageShape;
        byte[] pixels = new byte[count * shape.Size];
        for (int i = 0; i < count; i++)
            draw(new(seed: 0, epoch: 0, sample: i, RandomPlace.ForeignPictures), shape, pixels.AsSpan(i * shape.Size, shape.Size));
        return new("foreign", images.Split, shape, images.ClassCount, pixels, new byte[count]);
    }

    private static void Noise(KeyedRandom random, Shape shape, Span<byte> pixels)
    {
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)random.Below(i, 256);
    }

    // A coarse grid of noise with straight lines between its points.
    private static void SmoothNoise(KeyedRandom random, Shape shape, Span<byte> pixels)
    {
        const int cell = 4;
        int columns = (shape.Width / cell) + 2;
        int rows = (shape.Height / cell) + 2;
        int place = 0;
        for (int channel = 0; channel < shape.Channels; channel++)
        {
            int first = channel * rows * columns;
            int At(int row, int column) => random.Below(first + (row * columns) + column, 256);
            for (int y = 0; y < shape.Height; y++)
            {
                for (int x = 0; x < shape.Width; x++)
                {
                    int top = ((cell - (x % cell)) * At(y / cell, x / cell)) + (x % cell * At(y / cell, (x / cell) + 1));
                    int bottom = ((cell - (x % cell)) * At((y / cell) + 1, x / cell)) + (x % cell * At((y / cell) + 1, (x / cell) + 1));
                    pixels[place++] = (byte)((((cell - (y % cell)) * top) + (y % cell * bottom)) / (cell * cell));
                }
            }
        }
    }

    private static void Invert(ReadOnlySpan<byte> image, Span<byte> pixels)
    {
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)(255 - image[i]);
    }

    // Each at half its width, as two of them would be if someone drew both.
    private static void SideBySide(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Shape shape, Span<byte> pixels)
    {
        int half = shape.Width / 2;
        for (int row = 0; row < shape.Channels * shape.Height; row++)
        {
            int start = row * shape.Width;
            for (int x = 0; x < shape.Width; x++)
            {
                ReadOnlySpan<byte> image = x < half ? left : right;
                int from = start + Math.Min(2 * (x < half ? x : x - half), shape.Width - 1);
                pixels[start + x] = (byte)((image[from] + image[Math.Min(from + 1, start + shape.Width - 1)]) / 2);
            }
        }
    }
}
