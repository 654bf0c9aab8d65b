using Spectre.Console;

namespace Thimble.Cli.Display;

/// <summary>
/// Lines of cells that fit a terminal: where it is narrow, flexible cells are cut and then columns left out. A file
/// has no margin and gets everything.
/// </summary>
/// <remarks>
/// Not Spectre.Console's table: that one wraps cells where room is short but leaves no column out, its ellipsis is not
/// ASCII, and it pads the last column, which leaves spaces at the ends of lines in a file.
/// </remarks>
internal sealed class TextTable(params IReadOnlyList<TextColumn> columns)
{
    /// <summary>The narrowest that a flexible column is cut to.</summary>
    public const int LeastWidth = 8;

    private const string Gap = "  ";
    private readonly List<IReadOnlyList<string>> _rows = [];

    /// <summary>Adds a line.</summary>
    /// <param name="cells">One cell a column.</param>
    public void Add(params IReadOnlyList<string> cells) => _rows.Add([.. cells.Select(VisibleText.OneLine)]);

    /// <summary>Shows the table.</summary>
    /// <param name="environment">Where.</param>
    /// <param name="indent">Spaces before each line.</param>
    public void Show(CommandEnvironment environment, int indent = 0)
    {
        int margin = environment.IsTerminal ? environment.Console.Profile.Width - 1 - indent : int.MaxValue;
        (int Column, int Width)[] shown = Fit(margin);
        char ellipsis = environment.Console.Profile.Capabilities.Unicode ? '…' : '~';
        string space = new(' ', indent);
        string head = Line(shown, [.. columns.Select(column => column.Name)], ellipsis);
        environment.Console.MarkupLineInterpolated($"{space}[grey]{head}[/]");
        foreach (IReadOnlyList<string> row in _rows)
            environment.Console.MarkupLineInterpolated($"{space}{Line(shown, row, ellipsis)}");
    }

    private (int Column, int Width)[] Fit(int margin)
    {
        int[] widths = [.. columns.Select((column, index) => _rows.Select(row => row[index].Length).Append(column.Name.Length).Max())];
        List<int> shown = [.. Enumerable.Range(0, columns.Count)];
        while (Total(shown, widths) > margin)
        {
            if (shown.Where(column => columns[column].IsFlexible && widths[column] > Least(column, shown)).ToList() is { Count: > 0 } wide
                && Total(shown, widths) - wide.Sum(column => widths[column] - Least(column, shown)) <= margin)
            {
                widths[wide.MaxBy(column => widths[column])]--;
            }
            else if (shown.Count > 1)
            {
                shown.Remove(shown.MaxBy(column => columns[column].Rank));
            }
            else
            {
                widths[shown[0]] = Math.Max(1, margin);
                break;
            }
        }

        return [.. shown.Select(column => (column, widths[column]))];
    }

    private int Least(int column, List<int> shown) =>
        shown.Any(other => columns[other].Rank > columns[column].Rank) ? columns[column].LeastWidth : LeastWidth;

    private static int Total(List<int> shown, int[] widths) => shown.Sum(column => widths[column]) + (Gap.Length * (shown.Count - 1));

    private string Line((int Column, int Width)[] shown, IReadOnlyList<string> cells, char ellipsis) =>
        string.Join(Gap, shown.Select(place => Cell(cells[place.Column], place, ellipsis))).TrimEnd();

    private string Cell(string text, (int Column, int Width) place, char ellipsis)
    {
        if (text.Length > place.Width)
            text = $"{text[..(place.Width - 1)]}{ellipsis}";
        return columns[place.Column].IsNumber ? text.PadLeft(place.Width) : text.PadRight(place.Width);
    }
}
