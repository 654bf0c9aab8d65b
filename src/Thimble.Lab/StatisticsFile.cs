using System.Text.Json;
using Thimble.Diagnosis;
using Thimble.Evaluation;
using Thimble.Files;

namespace Thimble.Lab;

/// <summary>What a probe measured on a run's trained network, as a JSON file: findings are made of it without the data.</summary>
internal static class StatisticsFile
{
    // A network of thousands of channels stays far below.
    private const int MostBytes = 16 * 1024 * 1024;

    /// <summary>Writes statistics.</summary>
    /// <exception cref="InvalidInputException">The file cannot be written.</exception>
    public static void Write(string path, TrainingStatistics statistics) => AtomicFile.Write(path, stream =>
    {
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            WriteArray(json, "layers", statistics.Layers, Write);
            WriteArray(json, "tensors", statistics.Tensors, Write);
            Write(json, "training_images", statistics.TrainingImages);
            Write(json, "running_statistics", statistics.RunningStatistics);
            Write(json, "batch_statistics", statistics.BatchStatistics);
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
    });

    /// <summary>Reads what <see cref="Write(string, TrainingStatistics)"/> wrote.</summary>
    /// <exception cref="InvalidInputException">The file is missing or damaged.</exception>
    public static TrainingStatistics Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length > MostBytes)
                throw new InvalidInputException($"{path}: larger than 16 MiB: these are no statistics of a run; train again");
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            JsonElement root = document.RootElement;
            return new(
                [.. root.GetProperty("layers").EnumerateArray().Select(ReadLayer)],
                [.. root.GetProperty("tensors").EnumerateArray().Select(ReadTensor)],
                ReadEvaluation(root.GetProperty("training_images")),
                ReadEvaluation(root.GetProperty("running_statistics")),
                root.GetProperty("batch_statistics") is { ValueKind: not JsonValueKind.Null } batch ? ReadEvaluation(batch) : null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"{path}: cannot be read ({exception.Message}); train again to have the trained network looked into", exception);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidInputException($"{path}: damaged ({exception.Message.ReplaceLineEndings(" ")}); train again", exception);
        }
    }

    private static void Write(Utf8JsonWriter json, LayerActivity layer)
    {
        json.WriteStartObject();
        json.WriteString("layer", layer.Name);
        json.WriteString("kind", layer.Kind);
        WriteArray(json, "channels", layer.Channels, Write);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ChannelActivity channel)
    {
        json.WriteStartObject();
        WriteNumber(json, "mean", channel.Mean);
        WriteNumber(json, "standard_deviation", channel.StandardDeviation);
        WriteNumber(json, "zero_share", channel.ZeroShare);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, TensorUpdate tensor)
    {
        json.WriteStartObject();
        json.WriteString("tensor", tensor.Name);
        json.WriteBoolean("is_weight", tensor.IsWeight);
        WriteNumber(json, "weight", tensor.Weight);
        WriteNumber(json, "gradient", tensor.Gradient);
        WriteNumber(json, "update", tensor.Update);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, EvaluationResult? result)
    {
        if (result is not { } measured)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        WriteNumber(json, "loss", measured.Loss);
        json.WriteNumber("correct", measured.Correct);
        json.WriteNumber("count", measured.Count);
        json.WriteEndObject();
    }

    private static void WriteArray<T>(Utf8JsonWriter json, string name, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (T item in items)
            write(json, item);
        json.WriteEndArray();
    }

    // JSON has no word for what is not a number.
    private static void WriteNumber(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
            json.WriteNumber(name, value);
        else
            json.WriteNull(name);
    }

    private static LayerActivity ReadLayer(JsonElement layer) => new(
        Text(layer, "layer"), Text(layer, "kind"), [.. layer.GetProperty("channels").EnumerateArray().Select(ReadChannel)]);

    private static ChannelActivity ReadChannel(JsonElement channel) =>
        new(Number(channel, "mean"), Number(channel, "standard_deviation"), Number(channel, "zero_share"));

    private static TensorUpdate ReadTensor(JsonElement tensor) => new(
        Text(tensor, "tensor"), tensor.GetProperty("is_weight").GetBoolean(),
        Number(tensor, "weight"), Number(tensor, "gradient"), Number(tensor, "update"));

    private static EvaluationResult ReadEvaluation(JsonElement result)
    {
        var read = new EvaluationResult(Number(result, "loss"), result.GetProperty("correct").GetInt32(), result.GetProperty("count").GetInt32());
        return read.Count > 0 && read.Correct >= 0 && read.Correct <= read.Count
            ? read
            : throw new FormatException($"{read.Correct} of {read.Count} images cannot be right");
    }

    private static string Text(JsonElement parent, string name) => parent.GetProperty(name).GetString() ?? "";

    private static double Number(JsonElement parent, string name) =>
        parent.GetProperty(name) is { ValueKind: not JsonValueKind.Null } value ? value.GetDouble() : double.NaN;
}
