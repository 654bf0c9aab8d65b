using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Thimble.Lab.Search;

namespace Thimble.Lab;

/// <summary>JSON files of a run: a record is the format. Unknown or missing members and wrong types are damage, reported in one line.</summary>
internal static class JsonFile
{
    // More than any run keeps: a file beyond that is not ours.
    private const int MostBytes = 16 * 1024 * 1024;

    /// <summary>Writes a file.</summary>
    /// <exception cref="InvalidInputException">It cannot be written.</exception>
    public static void Write<T>(string path, T value, JsonTypeInfo<T> type, FileSystem? files = null, bool isIndented = true) => AtomicFile.Write(path, stream =>
    {
        using (var json = new Utf8JsonWriter(stream, new() { Indented = isIndented, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            JsonSerializer.Serialize(json, value, type);
        stream.WriteByte((byte)'\n');
    }, files);

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="type">Its format.</param>
    /// <param name="convert">Makes the result of it; throws a <see cref="FormatException"/> that says what cannot be.</param>
    /// <param name="name">What the file holds, for errors: "this is no result", say.</param>
    /// <exception cref="InvalidInputException">The file is missing or damaged.</exception>
    public static TResult Read<T, TResult>(string path, JsonTypeInfo<T> type, Func<T, TResult> convert, string name)
    {
        try
        {
            if (new FileInfo(path).Length > MostBytes)
                throw new InvalidInputException($"{path}: larger than 16 MiB: {name} of a run; train again");
            return convert(JsonSerializer.Deserialize(File.ReadAllBytes(path), type) ?? throw new FormatException("it says nothing"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw RunText.Unreadable(path, exception);
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            throw new InvalidInputException($"{path}: damaged ({exception.Message.ReplaceLineEndings(" ")}); train again", exception);
        }
    }

    /// <summary>A list that was read. The serializer holds members to their types' nullability, but not the items of lists.</summary>
    /// <exception cref="FormatException">An item is null.</exception>
    public static IReadOnlyList<T> Complete<T>(IReadOnlyList<T> list)
        where T : class => list.Contains(null!) ? throw new FormatException("an item of a list is null") : list;
}

/// <summary>The formats of a run's JSON files and of a search's journal.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Strict,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(RunEnvironmentJson))]
[JsonSerializable(typeof(RunResultJson))]
[JsonSerializable(typeof(IReadOnlyList<MistakeJson>))]
[JsonSerializable(typeof(SeedGroupJson))]
[JsonSerializable(typeof(JournalHead))]
[JsonSerializable(typeof(SearchRun))]
internal sealed partial class RunJsonContext : JsonSerializerContext;
