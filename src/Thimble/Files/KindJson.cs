using System.Text.Json;
using Thimble.Options;

namespace Thimble;

/// <summary>A thing of one of several kinds as a JSON object: its kind, and every option written out.</summary>
internal static class KindJson
{
    /// <summary>Writes a thing.</summary>
    public static void Write<T>(Utf8JsonWriter json, T thing, OptionRegistry<T> kinds)
        where T : class
    {
        OptionSchema<T> schema = kinds.Of(thing);
        json.WriteStartObject();
        json.WriteString("kind", schema.Kind);
        schema.Write(thing, new JsonOptionWriter(json), withDefaults: true);
        json.WriteEndObject();
    }

    /// <summary>Reads a thing.</summary>
    /// <exception cref="SafetensorsDamageException">It is of no such kind; the message says what is wrong.</exception>
    public static T Read<T>(JsonElement thing, string where, OptionRegistry<T> kinds)
        where T : class
    {
        if (thing.ValueKind != JsonValueKind.Object || !thing.TryGetProperty("kind", out JsonElement kind))
            throw new SafetensorsDamageException($"{where} is not an object with a kind");
        string name = JsonFields.TextOf(kind, $"{where}: kind");
        OptionSchema<T> schema = kinds.OfKind(name)
            ?? throw new SafetensorsDamageException($"{where} is of a kind {SafetensorsHeader.Quote(name)}, which is unknown");
        Option[] allowed = [.. schema.Options.Where(option => !option.IsFixed)];
        // An option that came later is left out where it is the default.
        string[] written = [.. allowed.Where(option => !option.CameLater).Select(option => option.Key)];
        return schema.Read(new JsonOptionReader(new JsonFields(thing, where, ["kind", .. allowed.Select(option => option.Key)]), where, written.Contains));
    }
}
