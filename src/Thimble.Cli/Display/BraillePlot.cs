using System.Text;

namespace Thimble.Cli.Display;

/// <summary>A curve in a few lines of text: two dots across and four down a character, or a star where there are no such characters.</summary>
internal sealed class BraillePlot
{
    private const char NoDots = '\u2800';

    // The bits of the dots in a braille character, by row and column.
    private static readonly int[,] Bits = { { 0x01, 0x08 }, { 0x02, 0x10 }, { 0x04, 0x20 }, { 0x40, 0x80 } };

    private readonly int _width;
    private readonly int _height;
    private readonly int[,] _cells;
    private readonly bool _isUnicode;

    /// <summary>Makes an empty plot of so many characters.</summary>
    public BraillePlot(int width, int height, bool isUnicode)
    {
        _width = width;
        _height = height;
        _isUnicode = isUnicode;
        _cells = new int[height, width];
    }

    /// <summary>Draws a line between two points; 0, 0 is at the bottom left, 1, 1 at the top right.</summary>
    public void Line((double X, double Y) from, (double X, double Y) to)
    {
        double across = (to.X - from.X) * ((2 * _width) - 1);
        double up = (to.Y - from.Y) * ((4 * _height) - 1);
        int steps = Math.Max(1, (int)Math.Ceiling(Math.Max(Math.Abs(across), Math.Abs(up))));
        for (int i = 0; i <= steps; i++)
            Dot(from.X + ((to.X - from.X) * i / steps), from.Y + ((to.Y - from.Y) * i / steps));
    }

    /// <summary>A line of text, from the top.</summary>
    public string Text(int line)
    {
        var text = new StringBuilder();
        for (int column = 0; column < _width; column++)
            text.Append(_cells[line, column] == 0 ? ' ' : _isUnicode ? (char)(NoDots + _cells[line, column]) : '*');
        return text.ToString();
    }

    private void Dot(double x, double y)
    {
        int column = (int)Math.Round(Math.Clamp(x, 0, 1) * ((2 * _width) - 1));
        int row = (int)Math.Round((1 - Math.Clamp(y, 0, 1)) * ((4 * _height) - 1));
        _cells[row / 4, column / 2] |= Bits[row % 4, column % 2];
    }
}
