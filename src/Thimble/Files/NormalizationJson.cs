using System.Text.Json;

namespace Thimble;

/// <summary>A normalization as JSON: <c>mean</c> and <c>standard_deviation</c>, each a number for all channels or a list of one for each.</summary>
internal static class NormalizationJson
{
    private const string Mean = "mean";
    private const string Deviation = "standard_deviation";

    /// <summary>Writes a normalization.</summary>
    public static void Write(Utf8JsonWriter json, Normalization normalization)
    {
        json.WriteStartObject();
        Write(json, Mean, normalization.Means);
        Write(json, Deviation, normalization.StandardDeviations);
        json.WriteEndObject();
    }

    /// <summary>Reads a normalization.</summary>
    /// <exception cref="SafetensorsDamageException">It is none; the message says what is wrong.</exception>
    public static Normalization Read(JsonElement normalization, string where)
    {
        var fields = new JsonFields(normalization, where, Mean, Deviation);
        float[] means = Read(fields, Mean);
        float[] deviations = Read(fields, Deviation);
        if (means.Length != deviations.Length)
            throw new SafetensorsDamageException($"{where} has {means.Length} of {Mean} and {deviations.Length} of {Deviation}");
        return deviations.All(deviation => deviation > 0)
            ? new(means, deviations)
            : throw new SafetensorsDamageException($"{where}: {Deviation} is not above 0");
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<float> numbers)
    {
        if (numbers.Count == 1)
        {
            json.WriteNumber(name, numbers[0]);
            return;
        }

        json.WriteStartArray(name);
        foreach (float number in numbers)
            json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    private static float[] Read(JsonFields fields, string name) => fields.Field(name).ValueKind == JsonValueKind.Array
        ? fields.Singles(name, 1, Normalization.MaximumChannels)
        : [fields.Single(name)];
}
