using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Thimble;

/// <summary>A network's weights and running statistics as a safetensors file, under PyTorch's names.</summary>
internal static class NetworkWeights
{
    internal const string HashKey = "thimble.sha256";
    private const string LastBufferOfLayer = ".running_var";

    /// <summary>Writes the weights aside and then puts them in the file's place: there is never a half-written file.</summary>
    /// <param name="network">The network.</param>
    /// <param name="path">The file.</param>
    /// <param name="metadata">Entries kept beside the weights, by convention named <c>thimble.…</c>.</param>
    /// <param name="files">Where it is written; the disk if null.</param>
    /// <exception cref="InvalidInputException">The file cannot be written, or holds what <see cref="Load(Network, string)"/> would refuse: numbers that are not finite.</exception>
    public static void Save(Network network, string path, IReadOnlyDictionary<string, string>? metadata = null, FileSystem? files = null)
    {
        List<SafetensorsTensor> tensors = Tensors(network);
        CheckUsable(network, tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal), path);
        var entries = new Dictionary<string, string>(metadata ?? new Dictionary<string, string>(), StringComparer.Ordinal)
        {
            ["format"] = "pt",
            [HashKey] = Hash(tensors),
        };
        SafetensorsFile.Write(path, tensors, entries, files);
    }

    /// <summary>Reads weights into a network of the same layers and returns the file's metadata.</summary>
    /// <param name="network">The network; it is unchanged if the file does not fit.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidInputException">
    /// The file cannot be read, is damaged, belongs to another network, or holds what no network can compute with.
    /// </exception>
    public static IReadOnlyDictionary<string, string> Load(Network network, string path)
    {
        SafetensorsFile file = SafetensorsFile.Read(path);
        Load(network, path, file);
        return file.Metadata;
    }

    /// <summary>Takes the weights of a file that has been read; the network is unchanged if they do not fit.</summary>
    /// <returns>What had to be done to make them fit, in a line; empty if nothing had.</returns>
    internal static string Load(Network network, string path, SafetensorsFile file)
    {
        bool isOurs = file.Metadata.TryGetValue(HashKey, out string? hash);
        if (isOurs && hash != Hash(file.Tensors))
            throw SafetensorsFile.Damaged(path, "the numbers have changed since they were written");
        List<SafetensorsTensor> wanted = Tensors(network);
        string[] shared = [.. network.SharedNames.Keys];
        // What Thimble wrote has the names of its network, or belongs to another.
        StateDict given = isOurs
            ? new(file.Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal), [])
            : StateDict.Of(file.Tensors, wanted, shared);
        var found = new Dictionary<string, SafetensorsTensor>(given.Tensors, StringComparer.Ordinal);
        InvalidInputException Foreign(string problem)
        {
            string message = given.Doubt is { } doubt
                ? $"{path}: {doubt}; save the tensors in the network's order, or under its names"
                : $"{path}: these are another network's weights: {problem}; use the experiment they were trained with";
            return new(message) { Details = TensorTable.Of([.. given.Tensors.Values], wanted) };
        }

        foreach (SafetensorsTensor tensor in wanted)
        {
            if (Difference(tensor, found) is { } difference)
                throw Foreign(difference);
        }

        if (SharedDifference(network, found) is { } differs)
            throw Foreign(differs);
        if (found.Keys.Except(wanted.Select(tensor => tensor.Name)).FirstOrDefault() is { } extra)
            throw Foreign($"it has a tensor {SafetensorsHeader.Quote(extra)} that the network does not have");
        string notes = string.Join("; ", given.Notes.Concat(ToSingles(wanted, found)));
        CheckUsable(network, found, path);
        CopyInto(network, found);
        return notes;
    }

    /// <summary>Whether numbers of a type can be weights.</summary>
    internal static bool IsFloat(SafetensorsType type) => type is SafetensorsType.F16 or SafetensorsType.BF16 or SafetensorsType.F32 or SafetensorsType.F64;

    /// <summary>Checks, before anything is allocated for a network, that the file has as many numbers as it needs.</summary>
    /// <exception cref="InvalidInputException">The file holds another network's weights.</exception>
    internal static void CheckFits(NetworkDefinition definition, string path, SafetensorsFile file)
    {
        // Half as wide a number is a number, too.
        long held = file.Tensors.Sum(tensor => (long)tensor.Data.Length / Math.Min(sizeof(float), SafetensorsTensor.SizeOf(tensor.Type)));
        long needed;
        try
        {
            needed = definition.ParameterCount;
        }
        catch (OverflowException)
        {
            needed = long.MaxValue;
        }

        if (needed > held)
            throw new InvalidInputException($"{path}: these are another network's weights: it holds {held:N0} numbers, fewer than the network has parameters; use the experiment they were trained with");
    }

    private static string? Difference(SafetensorsTensor wanted, Dictionary<string, SafetensorsTensor> found)
    {
        if (!found.TryGetValue(wanted.Name, out SafetensorsTensor? tensor))
            return StateDict.IsCounter(wanted.Name) ? null : $"it lacks the tensor '{wanted.Name}'";
        // Any one number will do for a count; PyTorch converts it, and had it in a list of one in its first versions.
        bool isCounter = StateDict.IsCounter(wanted.Name);
        if (isCounter ? tensor.Data.Length != SafetensorsTensor.SizeOf(tensor.Type) : !tensor.Shape.SequenceEqual(wanted.Shape))
            return $"'{wanted.Name}' is [{string.Join(", ", tensor.Shape)}] where the network has [{string.Join(", ", wanted.Shape)}]";
        return isCounter || IsFloat(tensor.Type) ? null : $"'{wanted.Name}' is {tensor.Type} where the network has {wanted.Type}";
    }

    // As PyTorch copies them: to the nearest number of single precision.
    private static string[] ToSingles(List<SafetensorsTensor> wanted, Dictionary<string, SafetensorsTensor> found)
    {
        var types = new SortedSet<string>(StringComparer.Ordinal);
        int missing = 0;
        foreach (SafetensorsTensor tensor in wanted)
        {
            if (!found.TryGetValue(tensor.Name, out SafetensorsTensor? given))
            {
                missing++;
                found[tensor.Name] = tensor with { Data = new byte[tensor.Data.Length] };
            }
            else if (given.Type != tensor.Type)
            {
                if (!StateDict.IsCounter(tensor.Name))
                    types.Add(SafetensorsFile.NameOf(given.Type));
                found[tensor.Name] = given.As(tensor.Type);
            }
        }

        return
        [
            .. types.Count > 0 ? [$"converted from {string.Join(" and ", types)} to F32"] : Array.Empty<string>(),
            .. missing > 0 ? [$"{StateDict.Counter} is missing and assumed to be 0"] : Array.Empty<string>(),
        ];
    }

    private static void CheckUsable(Network network, Dictionary<string, SafetensorsTensor> found, string path)
    {
        foreach (string name in network.Parameters.Select(parameter => parameter.Name).Concat(network.Buffers.Select(buffer => buffer.Name)))
        {
            float lowest = name.EndsWith(LastBufferOfLayer, StringComparison.Ordinal) ? 0 : float.MinValue;
            ReadOnlySpan<byte> bytes = found[name].Data.Span;
            for (int i = 0; i < bytes.Length; i += sizeof(float))
            {
                float value = BinaryPrimitives.ReadSingleLittleEndian(bytes[i..]);
                if (!(value >= lowest && value <= float.MaxValue))
                    throw new InvalidInputException($"{path}: '{name}' holds {Words(value)}, with which nothing can be computed: the training that made it has diverged; train again, with a lower learning rate");
            }
        }
    }

    private static string Words(float value) => float.IsNaN(value) ? "what is not a number" : float.IsInfinity(value) ? "an infinite number" : "a variance below 0";

    // PyTorch's state dict names a shared tensor once a layer.
    private static string? SharedDifference(Network network, Dictionary<string, SafetensorsTensor> found)
    {
        foreach ((string name, string owner) in network.SharedNames)
        {
            if (found.Remove(name, out SafetensorsTensor? tensor) && !tensor.Data.Span.SequenceEqual(found[owner].Data.Span))
                return $"'{name}' differs from '{owner}', which the network shares between the two layers";
        }

        return null;
    }

    private static void CopyInto(Network network, Dictionary<string, SafetensorsTensor> found)
    {
        foreach (Parameter parameter in network.Parameters)
            Copy(found[parameter.Name].Data.Span, network.ValuesOf(parameter));
        foreach (StateBuffer buffer in network.Buffers)
        {
            Copy(found[buffer.Name].Data.Span, network.ValuesOf(buffer));
            if (CounterName(buffer) is { } counter)
                network.BatchesTracked = BinaryPrimitives.ReadInt64LittleEndian(found[counter].Data.Span);
        }
    }

    private static List<SafetensorsTensor> Tensors(Network network)
    {
        var tensors = new List<SafetensorsTensor>();
        foreach (Parameter parameter in network.Parameters)
            tensors.Add(Floats(parameter.Name, [.. parameter.Dimensions.Select(dimension => (long)dimension)], network.ValuesOf(parameter)));
        foreach (StateBuffer buffer in network.Buffers)
        {
            tensors.Add(Floats(buffer.Name, [buffer.Count], network.ValuesOf(buffer)));
            if (CounterName(buffer) is not { } counter)
                continue;
            byte[] count = new byte[sizeof(long)];
            BinaryPrimitives.WriteInt64LittleEndian(count, network.BatchesTracked);
            tensors.Add(new(counter, SafetensorsType.I64, [], count));
        }

        return tensors;
    }

    // PyTorch counts the batches in every normalization layer; one count serves the whole network here.
    private static string? CounterName(StateBuffer buffer) =>
        buffer.Name.EndsWith(LastBufferOfLayer, StringComparison.Ordinal)
            ? $"{buffer.Name[..^LastBufferOfLayer.Length]}.{StateDict.Counter}"
            : null;

    private static SafetensorsTensor Floats(string name, long[] shape, ReadOnlySpan<float> values)
    {
        byte[] bytes = new byte[values.Length * sizeof(float)];
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), values[i]);
        return new(name, SafetensorsType.F32, shape, bytes);
    }

    private static void Copy(ReadOnlySpan<byte> bytes, Span<float> values)
    {
        for (int i = 0; i < values.Length; i++)
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(i * sizeof(float))..]);
    }

    /// <summary>The hash of a network's weights, as its file has it.</summary>
    internal static string HashOf(Network network) => Hash(Tensors(network));

    // Over the tensors by name, so that the hash does not depend on how another program orders them in the file.
    private static string Hash(IEnumerable<SafetensorsTensor> tensors)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (SafetensorsTensor tensor in tensors.OrderBy(tensor => tensor.Name, StringComparer.Ordinal))
            hash.AppendData(tensor.Data.Span);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
