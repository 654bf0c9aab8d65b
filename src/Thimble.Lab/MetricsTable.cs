using System.Globalization;
using Thimble.Training;

namespace Thimble.Lab;

/// <summary>An epoch a row: the figures of a run as a CSV file.</summary>
internal static class MetricsTable
{
    private const string TestPrefix = "test_";
    private const string Header =
        "epoch,train_loss,train_accuracy,test_loss,test_correct,test_count,test_accuracy,learning_rate,"
        + "training_seconds,evaluation_seconds,images_per_second";

    // Thirty years: what a time span holds, and more than a run takes.
    private const double MaximumSeconds = 1e9;

    private static readonly int ColumnCount = Header.Split(',').Length;

    /// <summary>The first line. Columns are called after the images that were evaluated: <c>validation_loss</c>.</summary>
    /// <param name="split"><c>test</c> or <c>validation</c>.</param>
    public static string HeaderFor(string split) => Header.Replace(TestPrefix, $"{split}_", StringComparison.Ordinal);

    /// <summary>The line of an epoch.</summary>
    public static string Row(EpochResult epoch) => string.Join(
        ',',
        epoch.Epoch,
        epoch.Training.Loss,
        epoch.Training.Accuracy,
        epoch.Evaluated.Loss,
        epoch.Evaluated.Correct,
        epoch.Evaluated.Count,
        epoch.Evaluated.Accuracy,
        epoch.LearningRate,
        $"{epoch.TrainingTime.TotalSeconds:F3}",
        $"{epoch.EvaluationTime.TotalSeconds:F3}",
        $"{epoch.ImagesPerSecond:F0}");

    /// <summary>Reads a run's epochs. A last line that a crash cut off is not one of them.</summary>
    /// <exception cref="InvalidInputException">The file is missing or damaged.</exception>
    public static IReadOnlyList<RecordedEpoch> Read(string path)
    {
        string[] lines = RunText.Read(path).Split('\n');
        if (lines[0] != Header && lines[0] != HeaderFor(StratifiedSplit.ValidationName))
            throw new InvalidInputException($"{path}:1: these are no figures of a run: the first line is not '{Header}'; train again");
        // Every whole line ends in a line break, so the last piece is empty or half a line.
        return [.. lines[1..^1].Select((line, index) => Parse(path, line, number: index + 2))];
    }

    private static RecordedEpoch Parse(string path, string line, int number)
    {
        var cells = new double[ColumnCount];
        string[] texts = line.Split(',');
        bool isSound = texts.Length == ColumnCount;
        for (int i = 0; isSound && i < ColumnCount; i++)
            isSound = double.TryParse(texts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out cells[i]);
        if (!isSound || !(cells[8] + cells[9] is >= 0 and < MaximumSeconds))
            throw new InvalidInputException($"{path}:{number}: damaged: this row is not {ColumnCount} numbers; train again");
        return new RecordedEpoch
        {
            Epoch = (int)cells[0],
            TrainingLoss = cells[1],
            TrainingAccuracy = cells[2],
            Evaluation = new EvaluationResult(cells[3], (int)cells[4], (int)cells[5]),
            LearningRate = cells[7],
            Time = TimeSpan.FromSeconds(cells[8] + cells[9]),
            ImagesPerSecond = cells[10],
        };
    }
}
