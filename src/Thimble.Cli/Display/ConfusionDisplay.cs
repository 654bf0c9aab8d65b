using Spectre.Console;

namespace Thimble.Cli.Display;

/// <summary>A confusion matrix: what each class was predicted as, and its recall.</summary>
internal static class ConfusionDisplay
{
    private const int LeastLabelWidth = 6;
    private const int MostLabelWidth = 24;
    private const int FiguresWidth = 18;
    private const int MostPairs = 10;

    /// <summary>Shows the matrix, or where it is too wide only each class's accuracy, and the pairs most confused.</summary>
    /// <param name="console">Where.</param>
    /// <param name="matrix">The matrix.</param>
    /// <param name="names">What the classes are called.</param>
    public static void Show(IAnsiConsole console, ConfusionMatrix matrix, IReadOnlyList<string> names)
    {
        int cell = CellWidth(matrix);
        // A name that is no wider than the counts heads its column; otherwise columns are numbered, and so are the rows.
        bool isNumbered = names.Any(name => name.Length >= cell);
        string[] labels = [.. names.Select((name, label) => isNumbered ? $"{label} {name}" : name)];
        int labelWidth = Math.Clamp(labels.Max(label => label.Length) + 1, LeastLabelWidth, MostLabelWidth);
        bool fits = labelWidth + (cell * matrix.ClassCount) + FiguresWidth < console.Profile.Width && matrix.ClassCount <= 40;
        int[] predictions = [.. Enumerable.Range(0, fits ? matrix.ClassCount : 0)];
        if (fits)
            console.MarkupLine($"[grey]{new string(' ', labelWidth)}predicted as[/]");
        Table table = new Table().NoBorder().AddColumn(new TableColumn("[grey]class[/]").Width(labelWidth).Padding(0, 0).NoWrap());
        foreach (int predicted in predictions)
            table.AddColumn(Numbers(isNumbered ? $"{predicted}" : names[predicted], cell));
        table.AddColumn(Numbers("images", 9)).AddColumn(Numbers("recall", 9));
        for (int actual = 0; actual < matrix.ClassCount; actual++)
        {
            string recall = matrix.CountOf(actual) == 0 ? "-" : $"{100 * matrix.AccuracyOf(actual):0.00}%";
            string label = labels[actual].Length < labelWidth ? labels[actual] : $"{labels[actual][..(labelWidth - 2)]}…";
            table.AddRow(
                [$"[grey]{Markup.Escape(label)}[/]", .. predictions.Select(predicted => Count(matrix[actual, predicted], actual == predicted)), $"{matrix.CountOf(actual):N0}", recall]);
        }

        console.Write(table);
        ShowPairs(console, matrix, names);
    }

    private static int CellWidth(ConfusionMatrix matrix) =>
        1 + Math.Max(3, Enumerable.Range(0, matrix.ClassCount).Max(matrix.CountOf).ToString().Length);

    private static TableColumn Numbers(string name, int width) =>
        new TableColumn($"[grey]{Markup.Escape(name)}[/]").Width(width).Padding(0, 0).NoWrap().RightAligned();

    private static string Count(int count, bool isRight) => count == 0 ? "[grey42].[/]" : $"[{(isRight ? "green" : "red")}]{count}[/]";

    private static void ShowPairs(IAnsiConsole console, ConfusionMatrix matrix, IReadOnlyList<string> names)
    {
        string[] pairs = [.. matrix.MostConfused().Take(MostPairs).Select(pair => $"{names[pair.Actual]} as {names[pair.Predicted]} ({pair.Count})")];
        if (pairs.Length > 0)
            console.MarkupLineInterpolated($"Most confused: {string.Join(", ", pairs)}");
    }
}
