using System.Text.Json;
using Thimble.Files;

namespace Thimble.Lab;

/// <summary>Mistakes as a JSON file, each with the pixels of its image.</summary>
internal static class MistakeFile
{
    // More than any run keeps and larger than any image here: a file beyond that is not ours.
    private const int MostBytes = 16 * 1024 * 1024;
    private const int LargestSide = 1024;

    /// <summary>Writes mistakes.</summary>
    /// <exception cref="InvalidInputException">The file cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<Mistake> mistakes) => AtomicFile.Write(path, stream =>
    {
        using (var json = new Utf8JsonWriter(stream, new() { Indented = true }))
        {
            json.WriteStartArray();
            foreach (Mistake mistake in mistakes)
                Write(json, mistake);
            json.WriteEndArray();
        }

        stream.WriteByte((byte)'\n');
    });

    /// <summary>Reads what <see cref="Write(string, IReadOnlyList{Mistake})"/> wrote.</summary>
    /// <exception cref="InvalidInputException">The file is missing or damaged.</exception>
    public static IReadOnlyList<Mistake> Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length > MostBytes)
                throw new InvalidInputException($"{path}: larger than 16 MiB: these are no mistakes of a run; train again");
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            return [.. document.RootElement.EnumerateArray().Select(element => Read(path, element))];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"{path}: cannot be read ({exception.Message}); train again to have mistakes kept", exception);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidInputException($"{path}: damaged ({exception.Message.ReplaceLineEndings(" ")}); train again", exception);
        }
    }

    private static void Write(Utf8JsonWriter json, Mistake mistake)
    {
        json.WriteStartObject();
        json.WriteNumber("index", mistake.Index);
        json.WriteNumber("label", mistake.Label);
        // A network without doubt can be wrong by any amount; JSON has no word for that.
        json.WriteNumber("loss", Math.Min(mistake.Loss, float.MaxValue));
        json.WriteStartArray("opinions");
        foreach (Opinion opinion in mistake.Opinions)
        {
            json.WriteStartObject();
            json.WriteNumber("class", opinion.Class);
            json.WriteNumber("probability", opinion.Probability);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("shape");
        json.WriteNumberValue(mistake.Shape.Channels);
        json.WriteNumberValue(mistake.Shape.Height);
        json.WriteNumberValue(mistake.Shape.Width);
        json.WriteEndArray();
        json.WriteBase64String("pixels", mistake.Pixels);
        json.WriteEndObject();
    }

    private static Mistake Read(string path, JsonElement element)
    {
        int[] sides = [.. element.GetProperty("shape").EnumerateArray().Select(side => side.GetInt32())];
        byte[] pixels = element.GetProperty("pixels").GetBytesFromBase64();
        Opinion[] opinions =
        [
            .. element.GetProperty("opinions").EnumerateArray()
                .Select(opinion => new Opinion(opinion.GetProperty("class").GetInt32(), opinion.GetProperty("probability").GetDouble())),
        ];
        bool isSound = sides.Length == 3 && sides.All(side => side is > 0 and <= LargestSide)
            && (long)sides[0] * sides[1] * sides[2] == pixels.Length && opinions.Length > 0;
        return isSound
            ? new(
                element.GetProperty("index").GetInt32(), element.GetProperty("label").GetInt32(), element.GetProperty("loss").GetDouble(),
                opinions, new(sides[0], sides[1], sides[2]), pixels)
            : throw new InvalidInputException($"{path}: damaged (an image's shape, pixels and opinions do not fit together); train again");
    }
}
