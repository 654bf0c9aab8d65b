using System.Globalization;
using System.Text;

namespace Thimble.Lab;

/// <summary>Predictions as a CSV file, a row an image: <c>index,label,predicted,probability,loss</c>.</summary>
internal static class PredictionTable
{
    private const string Header = "index,label,predicted,probability,loss";
    private const int ColumnCount = 5;

    /// <summary>Writes predictions.</summary>
    /// <exception cref="InvalidInputException">The file cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<Prediction> predictions, FileSystem? files = null) => AtomicFile.Write(path, stream =>
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        writer.WriteLine(Header);
        foreach (Prediction prediction in predictions)
        {
            // Single precision is what the network computed with.
            writer.WriteLine(
                $"{prediction.Index},{prediction.Label},{prediction.Class},{(float)prediction.Probability},{(float)prediction.Loss}");
        }
    }, files);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidInputException">The file is missing or damaged.</exception>
    public static IReadOnlyList<Prediction> Read(string path)
    {
        try
        {
            string[] lines = File.ReadAllLines(path);
            if (lines.Length == 0 || lines[0] != Header)
                throw new InvalidInputException($"{path}:1: these are no predictions: the first line is not '{Header}'; train again");
            return [.. lines.Skip(1).Select((line, index) => Parse(path, line, index))];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw RunText.Unreadable(path, exception);
        }
    }

    private static Prediction Parse(string path, string line, int index)
    {
        string[] cells = line.Split(',');
        if (cells.Length == ColumnCount
            && Whole(cells[0], out int number) && number == index
            && Whole(cells[1], out int label)
            && Whole(cells[2], out int predicted)
            && double.TryParse(cells[3], NumberStyles.Float, CultureInfo.InvariantCulture, out double probability)
            && double.TryParse(cells[4], NumberStyles.Float, CultureInfo.InvariantCulture, out double loss))
        {
            return new(number, label, predicted, probability) { Loss = loss };
        }

        throw new InvalidInputException($"{path}:{index + 2}: damaged: this row is not {Header}; train again");
    }

    private static bool Whole(string cell, out int value) => int.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
