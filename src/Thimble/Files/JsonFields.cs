using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Thimble;

/// <summary>The fields of a JSON object that someone else may have written: every one is named, of its kind and in its range.</summary>
internal readonly struct JsonFields
{
    private const int MostCharacters = 200;

    /// <summary>What <see cref="Text"/> reads, as in a sentence.</summary>
    public static readonly string LineInWords = $"a line of text of up to {MostCharacters} characters";

    private readonly JsonElement _object;
    private readonly string _where;

    /// <summary>Checks that the object has no other fields than these.</summary>
    /// <param name="element">The object.</param>
    /// <param name="where">What it is, for errors.</param>
    /// <param name="allowed">The fields that it may have.</param>
    /// <exception cref="SafetensorsDamageException">It is no object, or has another field.</exception>
    public JsonFields(JsonElement element, string where, params ReadOnlySpan<string> allowed)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw new SafetensorsDamageException($"{where} is not an object");
        foreach (JsonProperty field in element.EnumerateObject())
        {
            if (!allowed.Contains(field.Name))
                throw new SafetensorsDamageException($"{where} has a field {SafetensorsHeader.Quote(field.Name)}, which is unknown there");
        }

        _object = element;
        _where = where;
    }

    /// <summary>Whether the object has a field.</summary>
    public bool Has(string name) => _object.TryGetProperty(name, out _);

    /// <summary>A field of any kind.</summary>
    public JsonElement Field(string name) => _object.TryGetProperty(name, out JsonElement value)
        ? value
        : throw new SafetensorsDamageException($"{_where} lacks {name}");

    /// <summary>A whole number.</summary>
    public int Integer(string name, int low, int high) =>
        Field(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out int number) && number >= low && number <= high
            ? number
            : throw new SafetensorsDamageException($"{_where}: {name} is not a whole number from {low} to {high}");

    /// <summary>A finite number.</summary>
    public float Single(string name) =>
        Field(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetSingle(out float number) && float.IsFinite(number)
            ? number
            : throw new SafetensorsDamageException($"{_where}: {name} is not a finite number");

    /// <summary>A list of finite numbers.</summary>
    public float[] Singles(string name, int low, int high)
    {
        string problem = $"{_where}: {name} is not a list of finite numbers";
        return [.. List(name, low, high).Select(value =>
            value.ValueKind == JsonValueKind.Number && value.TryGetSingle(out float number) && float.IsFinite(number)
                ? number
                : throw new SafetensorsDamageException(problem))];
    }

    /// <summary>True or false.</summary>
    public bool Flag(string name) => Field(name) is { ValueKind: JsonValueKind.True or JsonValueKind.False } value
        ? value.GetBoolean()
        : throw new SafetensorsDamageException($"{_where}: {name} is not true or false");

    /// <summary>A line of text.</summary>
    public string Text(string name) => TextOf(Field(name), $"{_where}: {name}");

    /// <summary>A list.</summary>
    public IReadOnlyList<JsonElement> List(string name, int low, int high) =>
        Field(name) is { ValueKind: JsonValueKind.Array } value && value.GetArrayLength() >= low && value.GetArrayLength() <= high
            ? [.. value.EnumerateArray()]
            : throw new SafetensorsDamageException($"{_where}: {name} is not a list of {low} to {high}");

    /// <summary>A line of text that is not one of an object's fields.</summary>
    public static string TextOf(JsonElement value, string where)
    {
        string? text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        return IsLine(text) ? text : throw new SafetensorsDamageException($"{where} is not {LineInWords}");
    }

    /// <summary>Whether a text is one that <see cref="Text"/> reads: what writes it asks the same. Half a character is none that UTF-8 could write.</summary>
    public static bool IsLine([NotNullWhen(true)] string? text) =>
        text is { Length: <= MostCharacters } && !text.Any(char.IsControl) && text == string.Concat(text.EnumerateRunes());
}
