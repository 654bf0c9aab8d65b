using Spectre.Console;
using Thimble.Training;

namespace Thimble.Cli.Display;

/// <summary>The loss over the learning rate: a plot on a terminal, a table elsewhere.</summary>
internal static class LearningRateDisplay
{
    private const int Height = 12;
    private const int WidestPlot = 100;
    private const int LabelWidth = 9;

    /// <summary>Shows the curve.</summary>
    /// <param name="environment">Where to.</param>
    /// <param name="curve">The curve.</param>
    /// <param name="suggested">The rate to mark; null for none.</param>
    public static void Show(CommandEnvironment environment, LearningRateCurve curve, double? suggested)
    {
        if (curve.Points.Count < 2)
            return;
        if (environment.IsTerminal)
            Plot(environment.Console, curve, suggested);
        else
            Table(environment, curve);
    }

    /// <summary>A learning rate for people: three digits.</summary>
    public static string Rate(double rate) => rate.ToString(rate < 0.001 ? "0.00e-0" : "0.#####");

    private static void Table(CommandEnvironment environment, LearningRateCurve curve)
    {
        environment.Output.WriteLine("learning rate      loss  smoothed");
        foreach (LearningRatePoint point in curve.Points)
            environment.Output.WriteLine($"{point.LearningRate,13:0.000e-00}  {point.Loss,8:0.0000}  {point.SmoothedLoss,8:0.0000}");
    }

    private static void Plot(IAnsiConsole console, LearningRateCurve curve, double? suggested)
    {
        int width = Math.Clamp(console.Profile.Width - LabelWidth - 2, 10, WidestPlot);
        double low = curve.Points.Min(point => point.SmoothedLoss);
        // What comes when it takes off would press everything else flat.
        double high = Math.Max(low + 1e-9, Math.Min(curve.Points.Max(point => point.SmoothedLoss), curve.Points[0].SmoothedLoss * 1.3));
        double first = Math.Log(curve.Points[0].LearningRate);
        double last = Math.Log(curve.Points[^1].LearningRate);
        var plot = new BraillePlot(width, Height, console.Profile.Capabilities.Unicode);
        (double X, double Y) Place(LearningRatePoint point) =>
            ((Math.Log(point.LearningRate) - first) / (last - first), (point.SmoothedLoss - low) / (high - low));
        for (int i = 1; i < curve.Points.Count; i++)
            plot.Line(Place(curve.Points[i - 1]), Place(curve.Points[i]));
        console.MarkupLine("[grey]smoothed loss[/]");
        for (int line = 0; line < Height; line++)
        {
            string label = line == 0 ? $"{high:0.000}" : line == Height - 1 ? $"{low:0.000}" : "";
            console.MarkupLineInterpolated($"[grey]{label,LabelWidth - 1}[/] [green]{plot.Text(line).TrimEnd()}[/]");
        }

        ShowAxis(console, curve, suggested, width, first, last);
    }

    private static void ShowAxis(IAnsiConsole console, LearningRateCurve curve, double? suggested, int width, double first, double last)
    {
        string space = new(' ', LabelWidth);
        if (suggested is { } rate)
        {
            int column = (int)Math.Round((Math.Log(rate) - first) / (last - first) * (width - 1));
            string label = $"^ {Rate(rate)}";
            console.MarkupLineInterpolated($"{space}{new string(' ', Math.Min(column, width - label.Length))}[bold yellow]{label}[/]");
        }

        string from = Rate(curve.Points[0].LearningRate);
        string to = Rate(curve.Points[^1].LearningRate);
        string middle = "learning rate";
        int free = width - from.Length - to.Length;
        string between = free > middle.Length + 2 ? middle.PadLeft((free + middle.Length) / 2).PadRight(free) : new string(' ', Math.Max(1, free));
        console.MarkupLineInterpolated($"{space}[grey]{from}{between}{to}[/]");
    }
}
