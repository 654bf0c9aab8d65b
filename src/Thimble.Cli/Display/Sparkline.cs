namespace Thimble.Cli.Display;

/// <summary>A curve in one line of text: a character a value, the higher the greater.</summary>
internal static class Sparkline
{
    private const string Blocks = "▁▂▃▄▅▆▇█";
    private const string Ascii = "_.-~=+*#";

    /// <summary>Draws values.</summary>
    /// <param name="values">The values; of more than fit, each character shows the last of its share.</param>
    /// <param name="low">The value of the lowest character.</param>
    /// <param name="high">The value of the highest.</param>
    /// <param name="width">The most characters.</param>
    /// <param name="isUnicode">Whether there is more than ASCII.</param>
    public static string Of(IReadOnlyList<double> values, double low, double high, int width, bool isUnicode)
    {
        string levels = isUnicode ? Blocks : Ascii;
        int count = Math.Min(values.Count, Math.Max(1, width));
        return string.Concat(Enumerable.Range(1, count).Select(i => Level(values[(int)((long)i * values.Count / count) - 1])));

        char Level(double value)
        {
            double share = high > low ? (value - low) / (high - low) : 1;
            return double.IsNaN(share) ? ' ' : levels[(int)Math.Round(Math.Clamp(share, 0, 1) * (levels.Length - 1))];
        }
    }
}
