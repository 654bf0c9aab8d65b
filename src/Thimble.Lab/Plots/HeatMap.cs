namespace Thimble.Lab.Plots;

/// <summary>A square table of counts whose cells are the darker the greater: which classes are confused.</summary>
/// <param name="Description">What it shows, in a sentence, for those who cannot see it.</param>
/// <param name="RowLabel">What the rows are.</param>
/// <param name="ColumnLabel">What the columns are.</param>
/// <param name="Names">The names of rows and columns.</param>
/// <param name="Counts">The count of a row and a column.</param>
public sealed record HeatMap(
    string Description, string RowLabel, string ColumnLabel, IReadOnlyList<string> Names, Func<int, int, int> Counts)
{
    private const double Left = 58;
    private const double Top = 46;
    private const double Smallest = 26;
    private const double Faintest = 0.12;

    /// <summary>The table as an SVG element for a page; <see cref="PlotStyle.AsFile"/> makes a file of it.</summary>
    public string Render()
    {
        double cell = Math.Max(Smallest, 396.0 / Names.Count);
        double side = cell * Names.Count;
        var svg = new SvgWriter(Left + side + 6, Top + side + 6, Description);
        svg.Text(Left + (side / 2), 15, ColumnLabel, "middle");
        svg.Text(16, Top + (side / 2), RowLabel, "middle", turned: true);
        for (int i = 0; i < Names.Count; i++)
        {
            svg.Text(Left + ((i + 0.5) * cell), Top - 8, Names[i], "middle", "tick");
            svg.Text(Left - 8, Top + ((i + 0.5) * cell) + 4, Names[i], "end", "tick");
        }

        // Each kind against its own greatest: a few mistakes would vanish beside a thousand right ones.
        int mostRight = Math.Max(1, Indices.Max(index => Counts(index, index)));
        int mostWrong = Math.Max(1, Indices.SelectMany(row => Indices.Where(column => column != row).Select(column => Counts(row, column))).DefaultIfEmpty(1).Max());
        foreach (int row in Indices)
        {
            foreach (int column in Indices)
                DrawCell(svg, row, column, cell, row == column ? mostRight : mostWrong);
        }

        return svg.End();
    }

    private IEnumerable<int> Indices => Enumerable.Range(0, Names.Count);

    private void DrawCell(SvgWriter svg, int row, int column, double cell, int most)
    {
        int count = Counts(row, column);
        double x = Left + (column * cell);
        double y = Top + (row * cell);
        string title = $"{RowLabel} {Names[row]}, {ColumnLabel} {Names[column]}: {count:N0}";
        string style = count == 0 ? "empty" : row == column ? "right" : "wrong";
        double strength = count == 0 ? 1 : Faintest + (0.5 * count / most);
        svg.Rectangle(x + 1, y + 1, cell - 2, cell - 2, style, strength, title);
        if (count > 0)
            svg.Text(x + (cell / 2), y + (cell / 2) + 4, $"{count}", "middle", "cell");
    }
}
