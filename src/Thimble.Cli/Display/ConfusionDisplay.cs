using System.Text;
using Spectre.Console;
using Thimble.Evaluation;

namespace Thimble.Cli.Display;

/// <summary>A confusion matrix: what each class was taken for, and how often it was found.</summary>
internal static class ConfusionDisplay
{
    private const int LabelWidth = 6;
    private const int FiguresWidth = 18;
    private const int MostPairs = 10;

    /// <summary>Shows the matrix, or where it is too wide only each class's accuracy, and the pairs most confused.</summary>
    public static void Show(IAnsiConsole console, ConfusionMatrix matrix)
    {
        int cell = CellWidth(matrix);
        bool fits = LabelWidth + (cell * matrix.ClassCount) + FiguresWidth < console.Profile.Width && matrix.ClassCount <= 40;
        if (fits)
            console.MarkupLine($"[grey]{new string(' ', LabelWidth)}taken for[/]");
        string columns = fits ? string.Concat(Enumerable.Range(0, matrix.ClassCount).Select(column => $"{column}".PadLeft(cell))) : "";
        console.MarkupLine($"[grey]{"class".PadRight(LabelWidth)}{columns}{"images".PadLeft(9)}{"found".PadLeft(9)}[/]");
        for (int actual = 0; actual < matrix.ClassCount; actual++)
        {
            string cells = fits ? Cells(matrix, actual, cell) : "";
            string found = matrix.CountOf(actual) == 0 ? "-" : $"{100 * matrix.AccuracyOf(actual):0.00}%";
            console.MarkupLine($"[grey]{$"{actual}".PadRight(LabelWidth)}[/]{cells}{matrix.CountOf(actual),9:N0}{found,9}");
        }

        ShowPairs(console, matrix);
    }

    private static int CellWidth(ConfusionMatrix matrix) =>
        1 + Math.Max(3, Enumerable.Range(0, matrix.ClassCount).Max(matrix.CountOf).ToString().Length);

    private static string Cells(ConfusionMatrix matrix, int actual, int width)
    {
        var text = new StringBuilder();
        for (int predicted = 0; predicted < matrix.ClassCount; predicted++)
        {
            int count = matrix[actual, predicted];
            string colour = count == 0 ? "grey42" : actual == predicted ? "green" : "red";
            text.Append($"[{colour}]{(count == 0 ? "." : count.ToString()).PadLeft(width)}[/]");
        }

        return text.ToString();
    }

    private static void ShowPairs(IAnsiConsole console, ConfusionMatrix matrix)
    {
        string[] pairs = [.. matrix.MostConfused().Take(MostPairs).Select(pair => $"{pair.Actual} as {pair.Predicted} ({pair.Count})")];
        if (pairs.Length > 0)
            console.MarkupLine($"Most confused: {string.Join(", ", pairs)}");
    }
}
