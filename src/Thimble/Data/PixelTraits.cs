namespace Thimble;

/// <summary>
/// What an image looks like in four whole numbers, exact on every machine and in the exported C: sums over all its channels. Images of one
/// class keep within narrow limits of them; noise, an empty page, a photograph or a dark-on-light picture do not.
/// </summary>
/// <param name="Brightness">The sum of the pixels.</param>
/// <param name="Contrast">256 times the sum of their squares over their sum: 65,280 where every pixel is 0 or 255; 0 for a black image.</param>
/// <param name="Across">The sum of the differences between neighbours in a row.</param>
/// <param name="Down">The sum of the differences between neighbours in a column.</param>
internal readonly record struct PixelTraits(long Brightness, long Contrast, long Across, long Down)
{
    /// <summary>How many there are.</summary>
    public const int Count = 4;

    /// <summary>One of them, by its place in the record.</summary>
    public long this[int index] => index switch { 0 => Brightness, 1 => Contrast, 2 => Across, _ => Down };

    /// <summary>The most that each of them can be.</summary>
    public static PixelTraits MostOf(Shape shape)
    {
        long brightest = 255L * shape.Size;
        return new(brightest, 256 * 255, brightest, brightest);
    }

    /// <summary>Measures an image.</summary>
    /// <param name="pixels">Channel, row, column.</param>
    /// <param name="shape">The image's shape.</param>
    public static PixelTraits Of(ReadOnlySpan<byte> pixels, Shape shape)
    {
        long sum = 0, squares = 0, across = 0, down = 0;
        int width = shape.Width;
        for (int row = 0; row < shape.Channels * shape.Height; row++)
        {
            ReadOnlySpan<byte> here = pixels.Slice(row * width, width);
            // A sum of squares of a row of 33,000 pixels is the most that 32 bits hold, and images are at most 4,096 wide.
            int rowSum = 0, rowSquares = 0, rowAcross = 0, rowDown = 0;
            for (int x = 0; x < here.Length; x++)
            {
                rowSum += here[x];
                rowSquares += here[x] * here[x];
            }

            for (int x = 1; x < here.Length; x++)
                rowAcross += Math.Abs(here[x] - here[x - 1]);
            if (row % shape.Height > 0)
            {
                ReadOnlySpan<byte> above = pixels.Slice((row - 1) * width, width);
                for (int x = 0; x < here.Length; x++)
                    rowDown += Math.Abs(here[x] - above[x]);
            }

            sum += rowSum;
            squares += rowSquares;
            across += rowAcross;
            down += rowDown;
        }

        return new(sum, sum == 0 ? 0 : 256 * squares / sum, across, down);
    }
}

/// <summary>The limits of the traits of a class's images, both included.</summary>
/// <param name="Lowest">The lowest of each.</param>
/// <param name="Highest">The highest of each.</param>
internal readonly record struct PixelLimits(PixelTraits Lowest, PixelTraits Highest)
{
    /// <summary>Whether an image is within them.</summary>
    public bool Hold(PixelTraits traits)
    {
        for (int i = 0; i < PixelTraits.Count; i++)
        {
            if (traits[i] < Lowest[i] || traits[i] > Highest[i])
                return false;
        }

        return true;
    }
}
