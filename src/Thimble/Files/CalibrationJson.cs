using System.Text;
using System.Text.Json;

namespace Thimble;

/// <summary>A <see cref="Calibration"/> as JSON: temperature, least logit, and for each class eight whole numbers, the lowest and highest of each trait.</summary>
internal static class CalibrationJson
{
    // More than the sum of the pixels of the largest image that a file may have.
    private const long MostTrait = 256L * 4096 * 4096 * 4096;

    /// <summary>Returns it as a text of its own.</summary>
    public static string Text(Calibration calibration)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
            Write(json, calibration);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    /// <summary>Writes it as an object.</summary>
    public static void Write(Utf8JsonWriter json, Calibration calibration)
    {
        json.WriteStartObject();
        json.WriteNumber("temperature", calibration.Temperature);
        json.WriteNumber("least_logit", calibration.LeastLogit);
        json.WriteStartArray("limits");
        foreach (PixelLimits limits in calibration.Limits)
        {
            json.WriteStartArray();
            for (int i = 0; i < PixelTraits.Count; i++)
            {
                json.WriteNumberValue(limits.Lowest[i]);
                json.WriteNumberValue(limits.Highest[i]);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="element">The object.</param>
    /// <param name="where">What it is, for errors.</param>
    /// <param name="classCount">The network's classes.</param>
    /// <exception cref="SafetensorsDamageException">It is not sound; the message says how.</exception>
    public static Calibration Read(JsonElement element, string where, int classCount)
    {
        var fields = new JsonFields(element, where, "temperature", "least_logit", "limits");
        float temperature = fields.Single("temperature");
        if (temperature <= 0)
            throw new SafetensorsDamageException($"{where}: temperature is not above 0");
        return new(temperature, fields.Single("least_logit"), [.. fields.List("limits", classCount, classCount).Select(row => ReadLimits(row, where))]);
    }

    private static PixelLimits ReadLimits(JsonElement row, string where)
    {
        if (row.ValueKind != JsonValueKind.Array || row.GetArrayLength() != 2 * PixelTraits.Count)
            throw new SafetensorsDamageException($"{where}: limits are not {2 * PixelTraits.Count} numbers a class");
        long[] numbers = [.. row.EnumerateArray().Select(number =>
            number.ValueKind == JsonValueKind.Number && number.TryGetInt64(out long value) && value is >= 0 and <= MostTrait
                ? value
                : throw new SafetensorsDamageException($"{where}: a limit is not a whole number from 0 on"))];
        return new(new(numbers[0], numbers[2], numbers[4], numbers[6]), new(numbers[1], numbers[3], numbers[5], numbers[7]));
    }
}
