using System.Text.Json;
using Thimble.Layers;
using Thimble.Options;

namespace Thimble;

/// <summary>Layers as JSON, every option written out. The list of kinds is closed: a file can name nothing else.</summary>
internal static class LayerJson
{
    /// <summary>Writes a list of layers.</summary>
    public static void Write(Utf8JsonWriter json, string name, IEnumerable<Layer> layers)
    {
        json.WriteStartArray(name);
        foreach (Layer layer in layers)
            KindJson.Write(json, layer, LayerKinds.All);
        json.WriteEndArray();
    }

    /// <summary>Reads a list of layers.</summary>
    /// <exception cref="SafetensorsDamageException">It is no list of layers; the message says what is wrong.</exception>
    public static Layer[] Read(JsonElement layers, string where)
    {
        if (layers.ValueKind != JsonValueKind.Array || layers.GetArrayLength() is < 1 or > LayerKinds.MostLayers)
            throw new SafetensorsDamageException($"{where} is not a list of 1 to {LayerKinds.MostLayers} layers");
        return [.. layers.EnumerateArray().Select((layer, index) => KindJson.Read(layer, $"{where} {index}", LayerKinds.All))];
    }
}

/// <summary>Reads options from a JSON object. They are all written out: one that is missing is damage, unless it is a name or a list that may be none.</summary>
/// <param name="fields">The object's fields.</param>
/// <param name="where">What the object is, for errors.</param>
/// <param name="isWritten">Whether an option is written at all.</param>
internal sealed class JsonOptionReader(JsonFields fields, string where, Predicate<string> isWritten) : IOptionReader
{
    public bool Has(string key) => fields.Has(key);

    public bool MayLack(Option option, OptionValues before) => !isWritten(option.Key) || option.Default?.Invoke(before) is null;

    public Exception Missing(string key) => new SafetensorsDamageException($"{where} lacks {key}");

    public Exception Wrong(string key, string problem) => new SafetensorsDamageException($"{where}: {key}: {problem}");

    public int Whole(string key, int low, int high) => fields.Integer(key, low, high);

    public Size2d Size(string key, int low, Size2d high)
    {
        if (fields.Field(key).ValueKind != JsonValueKind.Array)
        {
            int both = fields.Integer(key, low, Math.Min(high.Rows, high.Columns));
            return both;
        }

        int[] sizes = [.. fields.List(key, 2, 2).Select(size => size.ValueKind == JsonValueKind.Number && size.TryGetInt32(out int number) ? number : int.MinValue)];
        return sizes[0] >= low && sizes[0] <= high.Rows && sizes[1] >= low && sizes[1] <= high.Columns
            ? new(sizes[0], sizes[1])
            : throw new SafetensorsDamageException($"{where}: {key} is not two whole numbers from {low} to {high}");
    }

    public double Number(string key, NumberRange range) => Single(key, range);

    public float Single(string key, NumberRange range)
    {
        float number = fields.Single(key);
        return range.Contains(number) ? number : throw new SafetensorsDamageException($"{where}: {key} is not {range}");
    }

    public bool Flag(string key) => fields.Flag(key);

    public string Name(string key)
    {
        string name = fields.Text(key);
        return NameOption.IsName(name) ? name : throw new SafetensorsDamageException($"{where}: {key} is not {NameOption.InWords}");
    }

    public IReadOnlyList<int> Wholes(string key, int low, int high) => throw new NotSupportedException("No layer has a list of numbers.");

    public IReadOnlyList<T> Things<T>(string key, OptionRegistry<T> kinds)
        where T : class => (IReadOnlyList<T>)(object)LayerJson.Read(fields.Field(key), $"{where} {key}");

    public T Thing<T>(string key, OptionRegistry<T> kinds)
        where T : class => throw new NotSupportedException("No layer has an option of several kinds.");

    public T Record<T>(string key, OptionSchema<T> schema)
        where T : class => throw new NotSupportedException("No layer has an option with options of its own.");
}

/// <summary>Writes options to a JSON object.</summary>
/// <param name="json">The document, inside the object.</param>
internal sealed class JsonOptionWriter(Utf8JsonWriter json) : IOptionWriter
{
    public void Whole(string key, int value) => json.WriteNumber(key, value);

    public void Size(string key, Size2d value)
    {
        if (value.IsSquare)
        {
            json.WriteNumber(key, value.Rows);
            return;
        }

        json.WriteStartArray(key);
        json.WriteNumberValue(value.Rows);
        json.WriteNumberValue(value.Columns);
        json.WriteEndArray();
    }

    public void Number(string key, double value) => json.WriteNumber(key, value);

    public void Single(string key, float value) => json.WriteNumber(key, value);

    public void Flag(string key, bool value) => json.WriteBoolean(key, value);

    public void Name(string key, string value) => json.WriteString(key, value);

    public void Wholes(string key, IReadOnlyList<int> value) => throw new NotSupportedException("No layer has a list of numbers.");

    public void Things<T>(string key, OptionRegistry<T> kinds, IReadOnlyList<T> value)
        where T : class => LayerJson.Write(json, key, (IEnumerable<Layer>)value);

    public void Thing<T>(string key, OptionRegistry<T> kinds, T value)
        where T : class => throw new NotSupportedException("No layer has an option of several kinds.");

    public void Record<T>(string key, OptionSchema<T> schema, T value)
        where T : class => throw new NotSupportedException("No layer has an option with options of its own.");
}
