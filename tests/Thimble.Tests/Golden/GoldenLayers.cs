using System.Text.Json;
using Thimble.Layers;

namespace Thimble.Tests.Golden;

/// <summary>Reads layers from their description beside the golden figures; tests/golden/network.py is its twin.</summary>
internal static class GoldenLayers
{
    public static Layer[] Read(JsonElement layers) => [.. layers.EnumerateArray().Select(ReadOne)];

    private static Layer ReadOne(JsonElement layer)
    {
        string kind = layer.GetProperty("kind").GetString()!;
        return kind switch
        {
            "Conv2d" => new Conv2d(
                Number(layer, "out"), Number(layer, "kernel"), Number(layer, "stride", 1), Number(layer, "padding", 0),
                Number(layer, "groups", 1), Flag(layer, "bias"), Share(layer)),
            "Linear" => new Linear(Number(layer, "out"), Flag(layer, "bias"), Share(layer)),
            "BatchNorm2d" => new BatchNorm2d(Fraction(layer, "eps", 1e-5f), Fraction(layer, "momentum", 0.1f)),
            "Dropout" => new Dropout(Fraction(layer, "p", 0.5f)),
            "Dropout2d" => new Dropout2d(Fraction(layer, "p", 0.5f)),
            "MaxPool2d" => new MaxPool2d(Number(layer, "kernel"), Stride(layer), Number(layer, "padding", 0)),
            "AvgPool2d" => new AvgPool2d(Number(layer, "kernel"), Stride(layer), Number(layer, "padding", 0)),
            "AdaptiveAvgPool2d" => new AdaptiveAvgPool2d(),
            "ReLU" => new ReLU(),
            "Flatten" => new Flatten(),
            "Residual" => new Residual(Read(layer.GetProperty("branch"))),
            _ => throw new NotSupportedException($"no layer is called {kind}"),
        };
    }

    private static int Number(JsonElement layer, string name) => layer.GetProperty(name).GetInt32();

    private static int Number(JsonElement layer, string name, int otherwise) =>
        layer.TryGetProperty(name, out JsonElement value) ? value.GetInt32() : otherwise;

    private static int? Stride(JsonElement layer) =>
        layer.TryGetProperty("stride", out JsonElement value) ? value.GetInt32() : null;

    private static float Fraction(JsonElement layer, string name, float otherwise) =>
        layer.TryGetProperty(name, out JsonElement value) ? value.GetSingle() : otherwise;

    private static string? Share(JsonElement layer) =>
        layer.TryGetProperty("share", out JsonElement value) ? value.GetString() : null;

    private static bool Flag(JsonElement layer, string name) =>
        !layer.TryGetProperty(name, out JsonElement value) || value.GetBoolean();
}
