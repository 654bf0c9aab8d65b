using System.Text.Json;
using Thimble.Training;

namespace Thimble.Lab;

/// <summary>Reads how a run ended.</summary>
internal static class RecordedResultReader
{
    /// <summary>Reads what <see cref="RunResultWriter"/> wrote.</summary>
    /// <exception cref="InvalidInputException">The file cannot be read or is damaged.</exception>
    public static RecordedResult Read(string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            JsonElement root = document.RootElement;
            return new(
                Status(root.GetProperty("status").GetString()),
                root.TryGetProperty("reason", out JsonElement reason) ? reason.GetString() : null,
                new Verdict([.. root.GetProperty("verdict").EnumerateArray().Select(Line)]));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"{path}: cannot be read ({exception.Message}); name the folder of a run", exception);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidInputException($"{path}: damaged ({exception.Message.ReplaceLineEndings(" ")}); train again", exception);
        }
    }

    private static TrainingStatus Status(string? word) => word switch
    {
        "completed" => TrainingStatus.Completed,
        "cancelled" => TrainingStatus.Cancelled,
        "diverged" => TrainingStatus.Diverged,
        _ => throw new FormatException($"status is '{word}'"),
    };

    private static VerdictLine Line(JsonElement line) => new(
        Text(line, "name"), Text(line, "required"), Text(line, "measured"), line.GetProperty("met").GetBoolean(), Text(line, "remark"));

    private static string Text(JsonElement parent, string name) => parent.GetProperty(name).GetString() ?? "";
}
