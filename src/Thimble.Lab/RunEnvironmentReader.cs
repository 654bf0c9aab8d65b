using System.Text.Json;
using Thimble.Data;

namespace Thimble.Lab;

/// <summary>Reads where and on what a run ran.</summary>
internal static class RunEnvironmentReader
{
    /// <summary>Reads what <see cref="RunEnvironment.Write"/> wrote.</summary>
    /// <exception cref="InvalidInputException">The file is missing or damaged.</exception>
    public static RunEnvironment Read(string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            return Read(document.RootElement);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"{path}: cannot be read ({exception.Message}); name the folder of a run", exception);
        }
        // What is missing, of another kind or out of range is told apart by the exception's message.
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidInputException($"{path}: damaged ({exception.Message.ReplaceLineEndings(" ")}); train again", exception);
        }
    }

    private static RunEnvironment Read(JsonElement root)
    {
        JsonElement data = root.GetProperty("data");
        string evaluated = data.TryGetProperty(StratifiedSplit.ValidationName, out _) ? StratifiedSplit.ValidationName : Dataset.TestName;
        return new RunEnvironment
        {
            ThimbleVersion = Text(root, "thimble"),
            Runtime = Text(root, "runtime"),
            OperatingSystem = Text(root, "operating_system"),
            Processor = Text(root, "processor"),
            Cores = root.GetProperty("cores").GetInt32(),
            Vectors = Text(root, "vectors"),
            Threads = root.GetProperty("threads").GetInt32(),
            Seed = root.GetProperty("seed").GetUInt64(),
            DataName = Text(data, "name"),
            DataSource = Text(data, "source"),
            Train = Split(data, "train"),
            Test = Split(data, evaluated),
            EvaluatedSplit = evaluated,
            Normalization = data.TryGetProperty("normalization", out JsonElement normalization)
                ? new(normalization.GetProperty("mean").GetSingle(), normalization.GetProperty("standard_deviation").GetSingle())
                : null,
            CommandLine = [.. root.GetProperty("command_line").EnumerateArray().Select(word => word.GetString() ?? "")],
            Started = root.GetProperty("started").GetDateTimeOffset(),
        };
    }

    private static string Text(JsonElement parent, string name) => parent.GetProperty(name).GetString() ?? "";

    private static RunSplit Split(JsonElement data, string name)
    {
        JsonElement split = data.GetProperty(name);
        return new(split.GetProperty("images").GetInt32(), Text(split, "sha256"));
    }
}
