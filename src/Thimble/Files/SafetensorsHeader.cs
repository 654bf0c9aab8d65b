using System.Text.Json;
using System.Text.Unicode;

namespace Thimble;

/// <summary>The header of a safetensors file, every statement of it checked against the others and the file's length.</summary>
internal sealed class SafetensorsHeader
{
    private const int MaximumRank = 8;
    private const string MetadataKey = "__metadata__";

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly List<SafetensorsEntry> _entries = [];
    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);

    private SafetensorsHeader()
    {
    }

    /// <summary>The tensors, in the order of their bytes.</summary>
    public IReadOnlyList<SafetensorsEntry> Entries => _entries;

    /// <summary>The text entries.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    /// <summary>Reads and checks a header.</summary>
    /// <param name="json">The header's bytes.</param>
    /// <param name="dataLength">The bytes that follow it in the file.</param>
    /// <exception cref="SafetensorsDamageException">Something is wrong with it.</exception>
    public static SafetensorsHeader Parse(ReadOnlySpan<byte> json, long dataLength)
    {
        if (json.IsEmpty || json[0] != '{')
            throw new SafetensorsDamageException("the header does not start with '{'");
        if (!Utf8.IsValid(json))
            throw new SafetensorsDamageException("the header is not UTF-8 text");
        var header = new SafetensorsHeader();
        try
        {
            header.ReadRoot(json);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            // The reader's InvalidOperationException is its answer to broken escapes inside a string.
            throw new SafetensorsDamageException("the header is not well-formed JSON");
        }

        header.CheckTiling(dataLength);
        return header;
    }

    private void ReadRoot(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json.TrimEnd((byte)' '), new JsonReaderOptions { MaxDepth = 3 });
        reader.Read();
        bool metadataSeen = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            reader.Read();
            if (name == MetadataKey)
            {
                if (metadataSeen)
                    throw new SafetensorsDamageException($"{MetadataKey} appears twice");
                metadataSeen = true;
                ReadMetadata(ref reader);
            }
            else
            {
                ReadTensor(ref reader, name);
            }
        }

        // Reads on to the end, so that anything after the closing brace is an error.
        reader.Read();
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        Expect(reader.TokenType == JsonTokenType.StartObject, $"{MetadataKey} is not an object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!;
            reader.Read();
            Expect(reader.TokenType == JsonTokenType.String, $"{MetadataKey} holds something that is not text");
            Expect(_metadata.TryAdd(key, reader.GetString()!), $"{MetadataKey} has {Quote(key)} twice");
        }
    }

    private void ReadTensor(ref Utf8JsonReader reader, string name)
    {
        string quoted = Quote(name);
        Expect(name.Length > 0 && !name.Any(char.IsControl), $"the tensor name {quoted} is empty or holds control characters");
        Expect(_names.Add(name), $"tensor {quoted} appears twice");
        Expect(reader.TokenType == JsonTokenType.StartObject, $"tensor {quoted} is not an object");
        SafetensorsType? type = null;
        List<long>? shape = null;
        List<long>? offsets = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!;
            reader.Read();
            switch (key)
            {
                case "dtype" when type is null:
                    type = ReadType(ref reader, quoted);
                    break;
                case "shape" when shape is null:
                    shape = ReadNumbers(ref reader, MaximumRank, $"tensor {quoted}: shape");
                    break;
                case "data_offsets" when offsets is null:
                    offsets = ReadNumbers(ref reader, 2, $"tensor {quoted}: data_offsets");
                    break;
                default:
                    throw new SafetensorsDamageException($"tensor {quoted}: {Quote(key)} is unknown or appears twice");
            }
        }

        Expect(type is not null && shape is not null && offsets is { Count: 2 }, $"tensor {quoted} lacks dtype, shape or data_offsets");
        var entry = new SafetensorsEntry(name, type!.Value, shape!, offsets![0], offsets[1]);
        CheckLength(entry, quoted);
        _entries.Add(entry);
    }

    private static SafetensorsType ReadType(ref Utf8JsonReader reader, string quoted)
    {
        Expect(reader.TokenType == JsonTokenType.String, $"tensor {quoted}: dtype is not text");
        string text = reader.GetString()!;
        foreach (SafetensorsType type in Enum.GetValues<SafetensorsType>())
        {
            if (text == SafetensorsFile.NameOf(type))
                return type;
        }

        throw new SafetensorsDamageException($"tensor {quoted}: the dtype {Quote(text)} is unknown");
    }

    private static List<long> ReadNumbers(ref Utf8JsonReader reader, int maximum, string what)
    {
        Expect(reader.TokenType == JsonTokenType.StartArray, $"{what} is not a list");
        var numbers = new List<long>(maximum);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Expect(numbers.Count < maximum, $"{what} has more than {maximum} numbers");
            Expect(
                reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long number) && number >= 0,
                $"{what} holds something that is not a whole number from 0");
            numbers.Add(reader.GetInt64());
        }

        return numbers;
    }

    private static void CheckLength(SafetensorsEntry entry, string quoted)
    {
        Int128 bytes = SafetensorsTensor.SizeOf(entry.Type);
        foreach (long dimension in entry.Shape)
        {
            bytes *= dimension;
            Expect(bytes <= long.MaxValue, $"tensor {quoted}: its shape is too large");
        }

        Expect(
            entry.End >= entry.Begin && entry.End - entry.Begin == bytes,
            $"tensor {quoted}: data_offsets {entry.Begin} to {entry.End} do not hold the {bytes} bytes of its shape");
    }

    private void CheckTiling(long dataLength)
    {
        _entries.Sort((left, right) => (left.Begin, left.End).CompareTo((right.Begin, right.End)));
        long position = 0;
        foreach (SafetensorsEntry entry in _entries)
        {
            Expect(entry.Begin == position, $"tensor {Quote(entry.Name)} begins at byte {entry.Begin} where {position} is next: a gap or an overlap");
            position = entry.End;
        }

        Expect(position == dataLength, $"the tensors fill {position} bytes, but {dataLength} follow the header");
    }

    private static void Expect(bool condition, string problem)
    {
        if (!condition)
            throw new SafetensorsDamageException(problem);
    }

    // What is in a damaged file may be of any length and hold line feeds; a message is one line.
    internal static string Quote(string text)
    {
        string start = text.Length > 60 ? text[..60] + "…" : text;
        return $"'{HiddenCharacter.Printable(start)}'";
    }
}
