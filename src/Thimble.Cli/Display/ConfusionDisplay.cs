using Spectre.Console;

namespace Thimble.Cli.Display;

/// <summary>A confusion matrix: what each class was predicted as, and its recall.</summary>
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
        int[] predictions = [.. Enumerable.Range(0, fits ? matrix.ClassCount : 0)];
        if (fits)
            console.MarkupLine($"[grey]{new string(' ', LabelWidth)}predicted as[/]");
        Table table = new Table().NoBorder().AddColumn(new TableColumn("[grey]class[/]").Width(LabelWidth).Padding(0, 0));
        foreach (int predicted in predictions)
            table.AddColumn(Numbers($"{predicted}", cell));
        table.AddColumn(Numbers("images", 9)).AddColumn(Numbers("recall", 9));
        for (int actual = 0; actual < matrix.ClassCount; actual++)
        {
            string recall = matrix.CountOf(actual) == 0 ? "-" : $"{100 * matrix.AccuracyOf(actual):0.00}%";
            table.AddRow(
                [$"[grey]{actual}[/]", .. predictions.Select(predicted => Count(matrix[actual, predicted], actual == predicted)), $"{matrix.CountOf(actual):N0}", recall]);
        }

        console.Write(table);
        ShowPairs(console, matrix);
    }

    private static int CellWidth(ConfusionMatrix matrix) =>
        1 + Math.Max(3, Enumerable.Range(0, matrix.ClassCount).Max(matrix.CountOf).ToString().Length);

    private static TableColumn Numbers(string name, int width) =>
        new TableColumn($"[grey]{name}[/]").Width(width).Padding(0, 0).NoWrap().RightAligned();

    private static string Count(int count, bool isRight) => count == 0 ? "[grey42].[/]" : $"[{(isRight ? "green" : "red")}]{count}[/]";

    private static void ShowPairs(IAnsiConsole console, ConfusionMatrix matrix)
    {
        string[] pairs = [.. matrix.MostConfused().Take(MostPairs).Select(pair => $"{pair.Actual} as {pair.Predicted} ({pair.Count})")];
        if (pairs.Length > 0)
            console.MarkupLine($"Most confused: {string.Join(", ", pairs)}");
    }
}
