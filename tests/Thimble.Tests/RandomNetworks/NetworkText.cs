using Thimble.Layers;
using Thimble.Options;

namespace Thimble.Tests.RandomNetworks;

/// <summary>Layers as text that reads like an experiment file, for failures.</summary>
internal sealed class NetworkText : IOptionWriter
{
    private readonly List<string> _options = [];

    /// <summary>A list of layers, one a line.</summary>
    public static string Of(IEnumerable<Layer> layers, string indent = "  ") =>
        string.Concat(layers.Select(layer => $"{indent}- {Of(layer, $"{indent}    ")}\n"));

    public void Whole(string key, int value) => _options.Add($"{key}: {value}");

    public void Size(string key, Size2d value) => _options.Add(value.IsSquare ? $"{key}: {value.Rows}" : $"{key}: [{value.Rows}, {value.Columns}]");

    public void Number(string key, double value) => _options.Add($"{key}: {value:R}");

    public void Single(string key, float value) => _options.Add($"{key}: {value:R}");

    public void Flag(string key, bool value) => _options.Add($"{key}: {(value ? "true" : "false")}");

    public void Name(string key, string value) => _options.Add($"{key}: {value}");

    public void Wholes(string key, IReadOnlyList<int> value) => throw new NotSupportedException(key);

    public void Things<T>(string key, OptionRegistry<T> kinds, IReadOnlyList<T> value)
        where T : class => throw new NotSupportedException(key);

    public void Thing<T>(string key, OptionRegistry<T> kinds, T value)
        where T : class => throw new NotSupportedException(key);

    public void Record<T>(string key, OptionSchema<T> schema, T value)
        where T : class => throw new NotSupportedException(key);

    private static string Of(Layer layer, string indent)
    {
        OptionSchema<Layer> schema = LayerKinds.All.Of(layer);
        if (layer.Parts.Count > 0)
        {
            string inner = string.Concat(layer.Parts.Select(part => $"{indent}{part.Name}:\n{Of(part.Layers, $"{indent}  ")}"));
            return $"{schema.Key}:\n{inner.TrimEnd('\n')}";
        }

        var text = new NetworkText();
        schema.Write(layer, text, withDefaults: false);
        return text._options.Count == 0 ? schema.Key : $"{schema.Key}: {{{string.Join(", ", text._options)}}}";
    }
}
