using Thimble.Statistics;

namespace Thimble.Lab.Reports;

/// <summary>Figures in the words of a report.</summary>
internal static class FigureText
{
    private const int HashDigits = 12;

    /// <summary>A share as a percentage, as a verdict writes it.</summary>
    public static string Percent(double share) => $"{(decimal)share * 100:0.00##}%";

    /// <summary>A share to two decimals, where a column of them is compared.</summary>
    public static string Short(double share) => $"{share * 100:0.00}%";

    /// <summary>An accuracy with what it was counted from.</summary>
    public static string Accuracy(EvaluationResult result) =>
        $"{Percent(result.Accuracy)} ({result.Correct:N0} of {result.Count:N0})";

    /// <summary>The interval that an accuracy is known to lie in.</summary>
    public static string Interval(EvaluationResult result)
    {
        if (result.Count == 0)
            return "–";
        AccuracyInterval interval = result.Interval();
        return $"{Short(interval.Lower)} to {Short(interval.Upper)}";
    }

    /// <summary>A shape: channels, rows and columns, or only channels where there is one pixel.</summary>
    public static string Shape(Shape shape) => shape is { Height: 1, Width: 1 } ? $"{shape.Channels}" : $"{shape.Channels}×{shape.Height}×{shape.Width}";

    /// <summary>A loss.</summary>
    public static string Loss(double loss) => double.IsFinite(loss) ? $"{loss:0.0000}" : "not a number";

    /// <summary>A time.</summary>
    public static string Time(TimeSpan time) => time switch
    {
        { TotalSeconds: < 90 } => $"{time.TotalSeconds:0.0} s",
        { TotalMinutes: < 90 } => $"{time.TotalMinutes:0.0} min",
        _ => $"{time.TotalHours:0.0} h",
    };

    /// <summary>The time that all epochs took, evaluation included.</summary>
    public static TimeSpan TotalTime(IEnumerable<RecordedEpoch> epochs) =>
        epochs.Aggregate(TimeSpan.Zero, (sum, epoch) => sum + epoch.Time);

    /// <summary>Images of a split, and which ones.</summary>
    public static string Split(RunSplit split) =>
        $"{split.Images:N0} images (sha256 {split.ContentHash[..Math.Min(HashDigits, split.ContentHash.Length)]}…)";
}
