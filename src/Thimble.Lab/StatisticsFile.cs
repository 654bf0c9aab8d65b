using System.Text.Json;
using System.Text.Json.Serialization;
using Thimble.Diagnosis;

namespace Thimble.Lab;

/// <summary>What a probe measured on a run's trained network, as a JSON file: findings are made of it without the data.</summary>
internal static class StatisticsFile
{
    /// <summary>Writes statistics.</summary>
    /// <exception cref="InvalidInputException">The file cannot be written.</exception>
    public static void Write(string path, TrainingStatistics statistics, FileSystem? files = null) => JsonFile.Write(
        path,
        new(
            [.. statistics.Layers.Select(layer => new ActivityJson(layer.Name, layer.Kind, layer.Channels))],
            [.. statistics.Tensors.Select(tensor => new TensorJson(tensor.Name, tensor.IsWeight, tensor.Weight, tensor.Gradient, tensor.Update))],
            statistics.TrainingImages, statistics.RunningStatistics, statistics.BatchStatistics)
        {
            Data = statistics.Data,
            Calibration = statistics.Calibration,
        },
        StatisticsJsonContext.Default.StatisticsJson,
        files,
        isIndented: false);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidInputException">The file is missing or damaged.</exception>
    public static TrainingStatistics Read(string path) => JsonFile.Read(
        path, StatisticsJsonContext.Default.StatisticsJson, Statistics, "these are no statistics");

    private static TrainingStatistics Statistics(StatisticsJson json) => new(
        [.. JsonFile.Complete(json.Layers).Select(layer => new LayerActivity(layer.Layer, layer.Kind, layer.Channels))],
        [.. JsonFile.Complete(json.Tensors).Select(tensor => new TensorUpdate(tensor.Tensor, tensor.IsWeight, tensor.Weight, tensor.Gradient, tensor.Update))],
        Checked(json.TrainingImages), Checked(json.RunningStatistics), json.BatchStatistics is { } batch ? Checked(batch) : null)
    {
        Data = json.Data is { } data ? Checked(data) : null,
        Calibration = json.Calibration is { } calibration ? Checked(calibration) : null,
    };

    private static DataStatistics Checked(DataStatistics read)
    {
        int classes = read.Training.Count;
        bool isSound = read.Evaluated.Count == classes && (read.Correct?.Count ?? classes) == classes && read.Training.Concat(read.Evaluated).All(count => count >= 0)
            && (read.Correct ?? read.Evaluated).Zip(read.Evaluated).All(pair => pair.First >= 0 && pair.First <= pair.Second)
            && read.Repeated.Count >= 0 && read.Repeated.Count <= read.Evaluated.Sum(count => (long)count) && !read.Split.Any(char.IsControl)
            && (read.Near is not { } near || (near.Count >= near.First.Count && near.Count + (long)read.Repeated.Count <= read.Evaluated.Sum(count => (long)count)
                && near.OtherLabel >= 0 && near.OtherLabel <= near.Count && (near.Correct is not { } right || (right >= 0 && right <= near.Count))))
            && (read.ClassNames?.Count ?? classes) == classes && (read.Suspects is not { } suspects
                || (suspects.Count >= suspects.First.Count && suspects.LateEpochs is null or > 0 && suspects.First.All(one => one.Label >= 0 && one.Label < classes && one.Class >= 0 && one.Class < classes)));
        return isSound ? read : throw new FormatException("its counts of images cannot be right");
    }

    private static CalibrationMeasurement Checked(CalibrationMeasurement read) =>
        read.Temperature > 0 && read.Foreign.Append(read.Real).All(pictures =>
            pictures.Count > 0 && pictures.Refused >= 0 && pictures.Refused <= pictures.Count && !pictures.Name.Any(char.IsControl))
            ? read
            : throw new FormatException("its calibration cannot be right");

    private static EvaluationResult Checked(EvaluationResult read) => read.Count > 0 && read.Correct >= 0 && read.Correct <= read.Count
        ? read
        : throw new FormatException($"{read.Correct} of {read.Count} images cannot be right");
}

/// <summary>probe.json.</summary>
internal sealed record StatisticsJson(
    IReadOnlyList<ActivityJson> Layers, IReadOnlyList<TensorJson> Tensors, EvaluationResult TrainingImages, EvaluationResult RunningStatistics,
    EvaluationResult? BatchStatistics)
{
    // Not required: runs that were kept before it was do not say it.
    public DataStatistics? Data { get; init; }

    public CalibrationMeasurement? Calibration { get; init; }
}

/// <summary>A layer in probe.json.</summary>
internal sealed record ActivityJson(string Layer, string Kind, IReadOnlyList<ChannelActivity> Channels);

/// <summary>A tensor in probe.json.</summary>
internal sealed record TensorJson(string Tensor, bool IsWeight, double Weight, double Gradient, double Update);

/// <summary>The format of probe.json, whose figures may be no numbers.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Strict,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    IgnoreReadOnlyProperties = true,
    Converters = [typeof(NumberOrNullConverter)])]
[JsonSerializable(typeof(StatisticsJson))]
internal sealed partial class StatisticsJsonContext : JsonSerializerContext
{
    /// <summary>Writes null for what is not a finite number: JSON has no word for it.</summary>
    internal sealed class NumberOrNullConverter : JsonConverter<double>
    {
        public override bool HandleNull => true;

        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType switch
            {
                JsonTokenType.Null => double.NaN,
                JsonTokenType.Number => reader.GetDouble(),
                _ => throw new JsonException(),
            };

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value))
                writer.WriteNumberValue(value);
            else
                writer.WriteNullValue();
        }
    }
}
