using System.Buffers.Binary;
using System.Text.Json;

namespace Thimble;

/// <summary>
/// Tensors with names, as Hugging Face's safetensors format keeps them: a length, a JSON header, bytes. The file holds
/// data only, so reading one runs nothing; a damaged or hostile one is refused before anything is allocated for it.
/// </summary>
/// <param name="Tensors">The tensors, in the order of their bytes in the file.</param>
/// <param name="Metadata">Text entries beside them.</param>
internal sealed record SafetensorsFile(
    IReadOnlyList<SafetensorsTensor> Tensors, IReadOnlyDictionary<string, string> Metadata)
{
    private const int PrefixLength = 8;
    private const int MaximumHeaderLength = 16 * 1024 * 1024;
    private const int MaximumDataLength = 1024 * 1024 * 1024;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidInputException">It cannot be read, or is damaged; the message says how.</exception>
    public static SafetensorsFile Read(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            return Read(stream);
        }
        catch (SafetensorsDamageException damage)
        {
            throw Foreign(path) ?? Damaged(path, damage.Message, damage);
        }
        catch (UnauthorizedAccessException exception) when (Directory.Exists(path))
        {
            throw new InvalidInputException($"{path}: cannot be read: this is a folder; give the safetensors file itself", exception);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidInputException($"{path}: there is no such file; check the path", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new InvalidInputException($"{path}: cannot be read ({exception.Message}); check the path and your rights", exception);
        }
    }

    /// <summary>Writes a file aside and then puts it in place.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tensors">The tensors; no two of the same name.</param>
    /// <param name="metadata">Text entries beside them.</param>
    /// <param name="files">Where it is written; the disk if null.</param>
    /// <exception cref="ArgumentException">Two tensors have the same name, or a tensor's bytes do not fit its shape.</exception>
    /// <exception cref="InvalidInputException">The file cannot be written, or could not be read again.</exception>
    public static void Write(
        string path, IReadOnlyList<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string> metadata, FileSystem? files = null)
    {
        Check(tensors);
        // The widest first, so that every number is aligned to its own size.
        SafetensorsTensor[] ordered = [.. tensors.OrderByDescending(tensor => SafetensorsTensor.SizeOf(tensor.Type))];
        byte[] header = WriteHeader(ordered, metadata);
        try
        {
            long dataLength = ordered.Sum(tensor => (long)tensor.Data.Length);
            CheckHeader((ulong)header.Length);
            CheckData(dataLength);
            SafetensorsHeader.Parse(header, dataLength);
        }
        catch (SafetensorsDamageException problem)
        {
            throw Unreadable(path, problem);
        }

        AtomicFile.Write(path, stream =>
        {
            Span<byte> prefix = stackalloc byte[PrefixLength];
            BinaryPrimitives.WriteUInt64LittleEndian(prefix, (ulong)header.Length);
            stream.Write(prefix);
            stream.Write(header);
            foreach (SafetensorsTensor tensor in ordered)
                stream.Write(tensor.Data.Span);
        }, files);
    }

    /// <summary>The type's name in a header.</summary>
    internal static string NameOf(SafetensorsType type) =>
        type == SafetensorsType.Bool ? "BOOL" : type.ToString();

    /// <summary>The error for a file that cannot be what it should be.</summary>
    internal static InvalidInputException Damaged(string path, string problem, Exception? inner = null) =>
        new($"{path}: not a sound safetensors file: {problem}; use another copy, or train again", inner);

    /// <summary>The error for a file that is not written, because <see cref="Read(string)"/> would refuse it.</summary>
    internal static InvalidInputException Unreadable(string path, SafetensorsDamageException problem) =>
        new($"{path}: not written, because it could not be read again: {problem.Message}", problem);

    private static void CheckHeader(ulong length)
    {
        if (length > MaximumHeaderLength)
            throw new SafetensorsDamageException($"its header claims {length} bytes; at most {MaximumHeaderLength} are read");
    }

    private static void CheckData(long length)
    {
        if (length > MaximumDataLength)
            throw new SafetensorsDamageException($"it holds {length} bytes of data; at most {MaximumDataLength} are read");
    }

    // Only what is damaged is asked what else it may be, so that nothing that can be read is refused.
    private static InvalidInputException? Foreign(string path)
    {
        using FileStream stream = File.OpenRead(path);
        byte[] start = new byte[FileKind.BytesNeeded];
        int length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return FileKind.Of(start.AsSpan(0, length)) is { Family: not (FileFamily.Safetensors or FileFamily.Empty) } kind
            ? new InvalidInputException($"{path}: not a safetensors file but {kind.Name}; {kind.Advice(FileFamily.Safetensors)}")
            : null;
    }

    private static SafetensorsFile Read(FileStream stream)
    {
        Span<byte> prefix = stackalloc byte[PrefixLength];
        if (stream.ReadAtLeast(prefix, PrefixLength, throwOnEndOfStream: false) < PrefixLength)
            throw new SafetensorsDamageException($"it is shorter than {PrefixLength} bytes");
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        long rest = stream.Length - PrefixLength;
        CheckHeader(headerLength);
        if ((long)headerLength > rest)
            throw new SafetensorsDamageException($"its header claims {headerLength} bytes, but {rest} follow");
        long dataLength = rest - (long)headerLength;
        CheckData(dataLength);

        byte[] json = new byte[(int)headerLength];
        ReadAll(stream, json);
        SafetensorsHeader header = SafetensorsHeader.Parse(json, dataLength);
        byte[] data = new byte[(int)dataLength];
        ReadAll(stream, data);
        var tensors = header.Entries.Select(entry => new SafetensorsTensor(
            entry.Name, entry.Type, entry.Shape, data.AsMemory((int)entry.Begin, (int)(entry.End - entry.Begin))));
        return new([.. tensors], header.Metadata);
    }

    // The file may have become shorter since its length was asked for.
    private static void ReadAll(FileStream stream, Span<byte> buffer)
    {
        if (stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) < buffer.Length)
            throw new SafetensorsDamageException("it ends early");
    }

    private static void Check(IReadOnlyList<SafetensorsTensor> tensors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (SafetensorsTensor tensor in tensors)
        {
            if (!names.Add(tensor.Name))
                throw new ArgumentException($"Two tensors are named {tensor.Name}.", nameof(tensors));
            long elements = tensor.Shape.Aggregate(1L, (product, dimension) => checked(product * dimension));
            if (elements * SafetensorsTensor.SizeOf(tensor.Type) != tensor.Data.Length)
                throw new ArgumentException($"The bytes of {tensor.Name} do not fit its shape.", nameof(tensors));
        }
    }

    private static byte[] WriteHeader(
        IReadOnlyList<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            WriteMetadata(json, metadata);
            long position = 0;
            foreach (SafetensorsTensor tensor in tensors)
            {
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", NameOf(tensor.Type));
                WriteNumbers(json, "shape", tensor.Shape);
                WriteNumbers(json, "data_offsets", [position, position + tensor.Data.Length]);
                json.WriteEndObject();
                position += tensor.Data.Length;
            }

            json.WriteEndObject();
        }

        while (bytes.Length % PrefixLength != 0)
            bytes.WriteByte((byte)' ');
        return bytes.ToArray();
    }

    private static void WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string> metadata)
    {
        if (metadata.Count == 0)
            return;
        json.WriteStartObject("__metadata__");
        // Sorted, so that the same content gives the same bytes.
        foreach ((string key, string value) in metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            json.WriteString(key, value);
        json.WriteEndObject();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, IEnumerable<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (long number in numbers)
            json.WriteNumberValue(number);
        json.WriteEndArray();
    }
}

/// <summary>What is wrong with a safetensors file; the reader adds which file, and what to do.</summary>
internal sealed class SafetensorsDamageException(string problem) : Exception(problem);
