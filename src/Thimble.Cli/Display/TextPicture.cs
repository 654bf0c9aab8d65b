using System.Text;
using Spectre.Console;

namespace Thimble.Cli.Display;

/// <summary>An image as lines of text, two rows of pixels a line.</summary>
internal sealed class TextPicture
{
    /// <summary>The columns of a picture; four side by side fit into 80.</summary>
    public const int Width = 18;

    private const string Shades = " .:-=+*#%@";
    private readonly byte[] _pixels;

    private TextPicture(byte[] pixels, int lineCount)
    {
        _pixels = pixels;
        LineCount = lineCount;
    }

    /// <summary>The lines of text.</summary>
    public int LineCount { get; }

    /// <summary>Whether a console can show shades of grey; otherwise characters stand for them.</summary>
    public static bool HasShades(IAnsiConsole console) =>
        console.Profile.Capabilities.ColorSystem is not (ColorSystem.NoColors or ColorSystem.Legacy or ColorSystem.Standard);

    /// <summary>Scales an image to the width of a picture; of red, green and blue it shows the brightness, of other channels the first.</summary>
    public static TextPicture Of(ImageDataset images, int index)
    {
        Shape shape = images.ImageShape;
        int lineCount = Math.Max(1, (int)Math.Round(Width / 2.0 * shape.Height / shape.Width));
        byte[] pixels = new byte[2 * lineCount * Width];
        ReadOnlySpan<byte> source = Brightness(images.Pixels(index), shape);
        for (int row = 0; row < 2 * lineCount; row++)
        {
            for (int column = 0; column < Width; column++)
                pixels[(row * Width) + column] = Mean(source, shape, row / (2.0 * lineCount), (row + 1) / (2.0 * lineCount), column);
        }

        return new TextPicture(pixels, lineCount);
    }

    /// <summary>A line for a terminal with colours: half blocks, the upper pixel in front, the lower one behind.</summary>
    public string Markup(int line)
    {
        var text = new StringBuilder();
        for (int column = 0; column < Width; column++)
        {
            byte upper = _pixels[(2 * line * Width) + column];
            byte lower = _pixels[(((2 * line) + 1) * Width) + column];
            text.Append($"[rgb({upper},{upper},{upper}) on rgb({lower},{lower},{lower})]▀[/]");
        }

        return text.ToString();
    }

    /// <summary>A line for a file or a terminal without colours: the denser the character, the brighter the pixel.</summary>
    public string Text(int line)
    {
        var text = new StringBuilder();
        for (int column = 0; column < Width; column++)
        {
            int sum = _pixels[(2 * line * Width) + column] + _pixels[(((2 * line) + 1) * Width) + column];
            text.Append(Shades[sum * (Shades.Length - 1) / (2 * byte.MaxValue)]);
        }

        return text.ToString();
    }

    private static ReadOnlySpan<byte> Brightness(ReadOnlySpan<byte> pixels, Shape shape)
    {
        if (shape.Channels != Picture.Colours)
            return pixels;
        byte[] brightness = new byte[shape.Height * shape.Width];
        for (int i = 0; i < brightness.Length; i++)
            brightness[i] = Picture.Luma(pixels[i], pixels[brightness.Length + i], pixels[(2 * brightness.Length) + i]);
        return brightness;
    }

    /// <summary>The mean over a rectangle of the image whose sides may cut through pixels.</summary>
    private static byte Mean(ReadOnlySpan<byte> source, Shape shape, double top, double bottom, int column)
    {
        double sum = 0;
        double area = 0;
        double left = (double)column / Width * shape.Width;
        double right = (column + 1.0) / Width * shape.Width;
        for (int y = (int)(top * shape.Height); y < shape.Height && y < bottom * shape.Height; y++)
        {
            double height = Math.Min(y + 1, bottom * shape.Height) - Math.Max(y, top * shape.Height);
            for (int x = (int)left; x < shape.Width && x < right; x++)
            {
                double weight = height * (Math.Min(x + 1, right) - Math.Max(x, left));
                sum += weight * source[(y * shape.Width) + x];
                area += weight;
            }
        }

        return area > 0 ? (byte)(sum / area) : (byte)0;
    }
}
