using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Thimble.Layers;

namespace Thimble;

/// <summary>
/// A network's description as it rides in the metadata of its weights, under <see cref="Key"/>: JSON with version,
/// input, normalization, classes, data, preparation and calibration (if they are known) and layers; beside it the SHA-256 of that text.
/// </summary>
internal static class NetworkDescriptionJson
{
    /// <summary>The metadata entry that holds the description.</summary>
    public const string Key = "thimble.network";

    private const string HashKey = "thimble.network.sha256";
    private const string Where = $"the entry {Key}";
    private const int Version = 1;
    private const int MaximumSize = 4096;
    private const int MaximumClasses = 65_536;
    private const int MaximumDepth = 40;

    /// <summary>Adds the description to metadata.</summary>
    /// <exception cref="SafetensorsDamageException">It could not be read again, as where an image is larger than files may say.</exception>
    public static void AddTo(Dictionary<string, string> metadata, NetworkDescription description)
    {
        string text = Write(description);
        metadata[Key] = text;
        metadata[HashKey] = Hash(text);
        // What may be in a file is checked in one place, the reader.
        FindIn(metadata);
    }

    /// <summary>Finds the description in metadata; null if there is none.</summary>
    /// <exception cref="SafetensorsDamageException">There is one, but it is not sound; the message says how.</exception>
    public static NetworkDescription? FindIn(IReadOnlyDictionary<string, string> metadata)
    {
        if (!metadata.TryGetValue(Key, out string? text))
            return null;
        if (!metadata.TryGetValue(HashKey, out string? hash) || hash != Hash(text))
            throw new SafetensorsDamageException($"{Where} has changed since it was written");
        try
        {
            var options = new JsonDocumentOptions { MaxDepth = MaximumDepth, AllowDuplicateProperties = false };
            using JsonDocument document = JsonDocument.Parse(text, options);
            return Read(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The reader's InvalidOperationException is its answer to broken escapes inside a string.
            throw new SafetensorsDamageException($"{Where} is not well-formed JSON");
        }
    }

    /// <summary>The description as text.</summary>
    internal static string Write(NetworkDescription description)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            Shape input = description.Definition.Input;
            json.WriteStartObject();
            json.WriteNumber("version", Version);
            json.WriteStartArray("input");
            foreach (int size in (int[])[input.Channels, input.Height, input.Width])
                json.WriteNumberValue(size);
            json.WriteEndArray();
            json.WritePropertyName("normalization");
            NormalizationJson.Write(json, description.Normalization);
            json.WriteStartArray("classes");
            foreach (string name in description.ClassNames)
                json.WriteStringValue(name);
            json.WriteEndArray();
            json.WriteString("data", description.DataName);
            if (!description.IsPreparationAssumed)
            {
                json.WritePropertyName("preparation");
                KindJson.Write(json, description.Preparation, PicturePreparation.All);
            }

            if (description.Calibration is { } calibration)
            {
                json.WritePropertyName("calibration");
                CalibrationJson.Write(json, calibration);
            }

            LayerJson.Write(json, "layers", description.Definition.Layers.Select(layer => layer.Layer));
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static NetworkDescription Read(JsonElement root)
    {
        var fields = new JsonFields(root, Where, "version", "input", "normalization", "classes", "data", "preparation", "calibration", "layers");
        if (fields.Integer("version", 0, int.MaxValue) != Version)
            throw new SafetensorsDamageException($"{Where} is of a version that this Thimble does not know");
        Normalization normalization = NormalizationJson.Read(fields.Field("normalization"), $"{Where}: normalization");
        NetworkDefinition definition = Resolve(ReadInput(fields), LayerJson.Read(fields.Field("layers"), $"{Where}: layers"));
        if (normalization.ProblemWith(definition.Input) is { } problem)
            throw new SafetensorsDamageException($"{Where}: {problem}");
        string[] names = [.. fields.List("classes", 1, MaximumClasses).Select(name => JsonFields.TextOf(name, $"{Where}: classes"))];
        if (names.Length != definition.ClassCount)
            throw new SafetensorsDamageException($"{Where} has {names.Length} class names for {definition.ClassCount} classes");
        // Files that were written before this was kept do not have it.
        PicturePreparation? preparation =
            fields.Has("preparation") ? KindJson.Read(fields.Field("preparation"), $"{Where}: preparation", PicturePreparation.All) : null;
        return new(definition, normalization, fields.Text("data"), names, preparation)
        {
            Calibration = fields.Has("calibration") ? CalibrationJson.Read(fields.Field("calibration"), $"{Where}: calibration", names.Length) : null,
        };
    }

    private static Shape ReadInput(JsonFields fields)
    {
        int[] sizes = [.. fields.List("input", 3, 3).Select(size =>
            size.ValueKind == JsonValueKind.Number && size.TryGetInt32(out int number) && number is >= 1 and <= MaximumSize
                ? number
                : throw new SafetensorsDamageException($"{Where}: input is not three whole numbers from 1 to {MaximumSize}"))];
        return new(sizes[0], sizes[1], sizes[2]);
    }

    private static NetworkDefinition Resolve(Shape input, Layer[] layers)
    {
        try
        {
            return new(input, layers, NetworkLimits.OfFiles);
        }
        catch (InvalidInputException impossible)
        {
            throw new SafetensorsDamageException($"{Where}: {impossible.Message}");
        }
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
