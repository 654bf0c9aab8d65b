using System.Globalization;
using Thimble.Evaluation;
using Thimble.Training;

namespace Thimble.Lab;

/// <summary>Reads what each epoch of a run brought, for its diagnosis.</summary>
internal static class RunEpochs
{
    // What was evaluated after an epoch gives those columns their name.
    private static readonly string[] Evaluated = ["test", "validation"];

    /// <summary>The completed epochs; a last row that a crash cut off is none of them.</summary>
    /// <param name="path">The run's metrics.csv.</param>
    /// <param name="trainingImages">How many images an epoch trains on, which the file does not say.</param>
    /// <exception cref="InvalidInputException">The file is missing or damaged.</exception>
    public static IReadOnlyList<EpochResult> Read(string path, int trainingImages)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllText(path).ReplaceLineEndings("\n").Split('\n');
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"{path}: cannot be read ({exception.Message}); name the folder of a run", exception);
        }

        string[] columns = lines[0].Split(',');
        string evaluated = Evaluated.FirstOrDefault(name => columns.Contains($"{name}_correct"))
            ?? throw new InvalidInputException($"{path}:1: these are no figures of a run; train again");
        return [.. lines[1..^1].Select((line, index) => Epoch(Cells(path, index + 2, columns, line), evaluated, trainingImages))];
    }

    private static EpochResult Epoch(Dictionary<string, double> cells, string evaluated, int trainingImages) => new(
        (int)cells["epoch"],
        LastBatch: 0,
        LastLoss: double.NaN,
        new(cells["train_loss"], (int)Math.Round(cells["train_accuracy"] * trainingImages), trainingImages),
        new EvaluationResult(cells[$"{evaluated}_loss"], (int)cells[$"{evaluated}_correct"], (int)cells[$"{evaluated}_count"]),
        cells["learning_rate"],
        TimeSpan.FromSeconds(cells["training_seconds"]),
        TimeSpan.FromSeconds(cells["evaluation_seconds"]));

    private static Dictionary<string, double> Cells(string path, int number, string[] columns, string line)
    {
        string[] texts = line.Split(',');
        var cells = new Dictionary<string, double>(StringComparer.Ordinal);
        for (int i = 0; i < columns.Length; i++)
        {
            if (texts.Length != columns.Length || !double.TryParse(texts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
                throw new InvalidInputException($"{path}:{number}: damaged: this row is not {columns.Length} numbers; train again");
            cells[columns[i]] = value;
        }

        return cells;
    }
}
