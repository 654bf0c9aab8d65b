using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Thimble.Tests.Golden;

/// <summary>The golden files, which the build copies beside the tests, and the tensors in one of them.</summary>
internal sealed class GoldenFile
{
    private readonly byte[] _bytes;
    private readonly Dictionary<string, (int Start, int Length)> _tensors = [];

    private GoldenFile(byte[] bytes)
    {
        _bytes = bytes;
        int headerLength = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        using var header = JsonDocument.Parse(bytes.AsMemory(8, headerLength));
        foreach (JsonProperty tensor in header.RootElement.EnumerateObject())
        {
            JsonElement offsets = tensor.Value.GetProperty("data_offsets");
            int start = offsets[0].GetInt32();
            _tensors.Add(tensor.Name, (8 + headerLength + start, offsets[1].GetInt32() - start));
        }
    }

    /// <summary>The tensors of <c>name.safetensors</c>.</summary>
    public static GoldenFile Tensors(string name) => new(File.ReadAllBytes(PathOf($"{name}.safetensors")));

    /// <summary>What <c>name.json</c> holds.</summary>
    public static JsonElement Json(string name) =>
        JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(PathOf($"{name}.json")));

    /// <summary>Whether there is such a tensor.</summary>
    public bool Has(string tensor) => _tensors.ContainsKey(tensor);

    /// <summary>The numbers of one tensor.</summary>
    public float[] this[string tensor]
    {
        get
        {
            (int start, int length) = _tensors[tensor];
            return MemoryMarshal.Cast<byte, float>(_bytes.AsSpan(start, length)).ToArray();
        }
    }

    private static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "golden", file);
}
