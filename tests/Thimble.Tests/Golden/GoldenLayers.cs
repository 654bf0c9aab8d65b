using System.Text.Json;
using Thimble.Layers;
using Thimble.Options;

namespace Thimble.Tests.Golden;

/// <summary>Reads layers from their description beside the golden figures; tests/golden/network.py is its twin.</summary>
/// <remarks>Options are read by the layers' own schemas. Unlike in a file of Thimble's, one that is its default may be left out.</remarks>
internal static class GoldenLayers
{
    public static Layer[] Read(JsonElement layers) => [.. layers.EnumerateArray().Select(ReadOne)];

    private static Layer ReadOne(JsonElement layer)
    {
        string kind = layer.GetProperty("kind").GetString()!;
        if (kind == nameof(Residual))
            return new Residual(Read(layer.GetProperty("branch")), layer.TryGetProperty("shortcut", out JsonElement shortcut) ? Read(shortcut) : null);
        OptionSchema<Layer> schema = LayerKinds.All.OfKind(kind) ?? throw new NotSupportedException($"no layer is called {kind}");
        var fields = new JsonFields(layer, kind, ["kind", .. schema.Options.Select(option => option.Key)]);
        return schema.Read(new JsonOptionReader(fields, kind, isWritten: _ => false));
    }
}
