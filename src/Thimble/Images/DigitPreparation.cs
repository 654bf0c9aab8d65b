using Thimble.Options;

namespace Thimble;

/// <summary>
/// From a picture to what a network trained on MNIST has seen, by MNIST's own recipe: light ink on black, scaled with its
/// proportions kept into 20 of the 28 pixels, its centre of mass in the middle. What a photograph adds is undone first:
/// uneven light, noise, dust, the edge of the paper, ink dark on light, strokes much thinner or thicker than MNIST's.
/// </summary>
internal sealed record DigitPreparation : PicturePreparation
{
    /// <summary>The longest side of a picture while ink is looked for.</summary>
    private const int SearchSide = 400;

    /// <summary>The longest side of the ink while its strokes are thickened or thinned: four pixels for one of MNIST's.</summary>
    private const int StrokeSide = 80;

    /// <summary>MNIST's ink fills 20 pixels of 28.</summary>
    private const double InkShare = 20 / 28.0;

    /// <summary>
    /// Stroke widths as shares of the ink's longer side: those of the middle 98 of 100 in MNIST's first 5,000 training images, as
    /// <see cref="StrokeWidth"/> measures them.
    /// </summary>
    private const double ThinnestStroke = 0.07;

    private const double ThickestStroke = 0.23;

    internal static OptionSchema<PicturePreparation> Schema { get; } = new OptionSchema<PicturePreparation, DigitPreparation>(
        "digit", "finds the ink, makes it light on black, scales it into 20 of 28 pixels and centres its mass, as MNIST does", _ => new());

    /// <inheritdoc/>
    public override string Instructions(Shape input) =>
        $"Make the ink light (255) on black (0), scale it with its proportions kept until its longer side has {InkSide(input.Height, input.Width):0} pixels, "
        + $"and put its centre of mass into the middle of {input.Width} columns and {input.Height} rows, as in MNIST.";

    /// <inheritdoc/>
    internal override void CheckInput(Shape input)
    {
        base.CheckInput(input);
        if (input.Channels != 1)
            throw new InvalidInputException($"digit prepares pictures in grey, but the network takes {input.Channels} channels; use {string.Join(", ", All.Keys.Where(key => key != Name))}");
    }

    private protected override PreparedPicture PrepareFor(Shape input, Picture picture, string name)
    {
        (int height, int width) = (input.Height, input.Width);
        Plane plane = Shrunk(picture);
        Ink ink = Ink.Find(plane)
            ?? throw new InvalidInputException($"{name}: nothing is drawn on it, or too faintly to be told from what it is on");
        Plane strokes = WithUsualStrokes(ink.Strength.Crop(ink.Box));
        Plane scaled = Fitted(strokes, InkSide(height, width));
        double scaleX = (double)picture.Width / plane.Width;
        double scaleY = (double)picture.Height / plane.Height;
        var box = new PixelBox(
            (int)(ink.Box.Left * scaleX), (int)(ink.Box.Top * scaleY),
            (int)Math.Ceiling(ink.Box.Width * scaleX), (int)Math.Ceiling(ink.Box.Height * scaleY));
        return new(Centred(scaled, height, width), box, ink.IsLight);
    }

    private static double InkSide(int height, int width) => Math.Max(1, Math.Min(height, width) * InkShare);

    private static Plane Shrunk(Picture picture)
    {
        double factor = Math.Min(1, (double)SearchSide / Math.Max(picture.Width, picture.Height));
        return Resampling.To(
            picture, Ground(picture), Math.Max(1, (int)Math.Round(picture.Width * factor)), Math.Max(1, (int)Math.Round(picture.Height * factor)));
    }

    /// <summary>
    /// What to put behind a transparent picture. If its opaque pixels are much alike they are the ink, and the ground is
    /// the opposite; otherwise they are ink on a ground, and most of them are ground.
    /// </summary>
    private static byte Ground(Picture picture)
    {
        double weight = 0;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < picture.Alpha.Length; i++)
        {
            double grey = picture.Grey[i];
            weight += picture.Alpha[i];
            sum += picture.Alpha[i] * grey;
            squares += picture.Alpha[i] * grey * grey;
        }

        if (weight <= 0)
            return 0;
        double mean = sum / weight;
        double deviation = Math.Sqrt(Math.Max(0, (squares / weight) - (mean * mean)));
        const double Alike = 32;
        return mean < 128 == deviation < Alike ? byte.MaxValue : (byte)0;
    }

    /// <summary>Scales ink for a look at its strokes, and thickens or thins them where MNIST has no such ones.</summary>
    private static Plane WithUsualStrokes(Plane ink)
    {
        Plane scaled = Resampling.To(ink, Side(ink.Width, ink, StrokeSide), Side(ink.Height, ink, StrokeSide));
        double stroke = StrokeWidth.Of(scaled);
        double wanted = Math.Clamp(stroke, ThinnestStroke * StrokeSide, ThickestStroke * StrokeSide);
        double radius = (wanted - stroke) / 2;
        if (Math.Abs(radius) < 1)
            return scaled;
        Plane grown = StrokeWidth.Grow(scaled.WithBorder((int)Math.Max(0, radius) + 1), radius);
        return grown.BoxAbove(0.1f) is { } box ? grown.Crop(box) : scaled;
    }

    private static Plane Fitted(Plane ink, double side) =>
        Resampling.To(ink, Side(ink.Width, ink, side), Side(ink.Height, ink, side));

    private static int Side(int length, Plane ink, double longest) =>
        Math.Max(1, (int)Math.Round(length * longest / Math.Max(ink.Width, ink.Height)));

    /// <summary>Puts the centre of mass into the middle, as far as the ink then stays inside.</summary>
    private static byte[] Centred(Plane ink, int height, int width)
    {
        double sum = 0;
        double sumX = 0;
        double sumY = 0;
        for (int i = 0; i < ink.Values.Length; i++)
        {
            sum += ink.Values[i];
            sumX += ink.Values[i] * (i % ink.Width);
            sumY += ink.Values[i] * (i / ink.Width);
        }

        // MNIST's centres of mass lie at the beginning of pixel 14, counted from 0, not between pixels 13 and 14.
        int left = Math.Clamp((int)Math.Round((width / 2) - (sumX / sum)), 0, width - ink.Width);
        int top = Math.Clamp((int)Math.Round((height / 2) - (sumY / sum)), 0, height - ink.Height);
        byte[] pixels = new byte[height * width];
        for (int y = 0; y < ink.Height; y++)
        {
            for (int x = 0; x < ink.Width; x++)
                pixels[((top + y) * width) + left + x] = (byte)((255 * Math.Clamp(ink.Values[(y * ink.Width) + x], 0, 1)) + 0.5f);
        }

        return pixels;
    }
}
