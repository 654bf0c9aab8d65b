using System.Text.Json;
using Thimble.Layers;

namespace Thimble.Formats;

/// <summary>Layers as JSON, every option written out. The list of kinds is closed: a file can name nothing else.</summary>
internal static class LayerJson
{
    private const int MaximumLayers = 1000;
    private const int MaximumChannels = 65_536;
    private const int MaximumWindow = 1024;

    /// <summary>Writes a list of layers.</summary>
    public static void Write(Utf8JsonWriter json, string name, IEnumerable<Layer> layers)
    {
        json.WriteStartArray(name);
        foreach (Layer layer in layers)
        {
            json.WriteStartObject();
            json.WriteString("kind", layer.Kind);
            WriteOptions(json, layer);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Reads a list of layers.</summary>
    /// <exception cref="SafetensorsDamageException">It is no list of layers; the message says what is wrong.</exception>
    public static Layer[] Read(JsonElement layers, string where)
    {
        if (layers.ValueKind != JsonValueKind.Array || layers.GetArrayLength() is < 1 or > MaximumLayers)
            throw new SafetensorsDamageException($"{where} is not a list of 1 to {MaximumLayers} layers");
        return [.. layers.EnumerateArray().Select((layer, index) => ReadOne(layer, $"{where} {index}"))];
    }

    private static void WriteOptions(Utf8JsonWriter json, Layer layer)
    {
        switch (layer)
        {
            case Conv2d convolution:
                json.WriteNumber("out", convolution.OutChannels);
                WriteWindow(json, convolution.KernelSize, convolution.Stride, convolution.Padding);
                json.WriteNumber("groups", convolution.Groups);
                json.WriteBoolean("bias", convolution.Bias);
                WriteShare(json, convolution);
                break;
            case Linear linear:
                json.WriteNumber("out", linear.OutFeatures);
                json.WriteBoolean("bias", linear.Bias);
                WriteShare(json, linear);
                break;
            case BatchNorm2d normalization:
                json.WriteNumber("eps", normalization.Eps);
                json.WriteNumber("momentum", normalization.Momentum);
                break;
            case Dropout dropout:
                json.WriteNumber("p", dropout.P);
                break;
            case Dropout2d dropout:
                json.WriteNumber("p", dropout.P);
                break;
            case MaxPool2d pool:
                WriteWindow(json, pool.KernelSize, pool.Stride, pool.Padding);
                break;
            case AvgPool2d pool:
                WriteWindow(json, pool.KernelSize, pool.Stride, pool.Padding);
                break;
            case Residual residual:
                Write(json, "branch", residual.Branch);
                break;
            case ReLU or AdaptiveAvgPool2d or Flatten:
                break;
            default:
                throw new ArgumentException($"A layer of the kind {layer.Kind} has no form in JSON.", nameof(layer));
        }
    }

    private static void WriteShare(Utf8JsonWriter json, Layer layer)
    {
        if (layer.Share is { } name)
            json.WriteString("share", name);
    }

    private static void WriteWindow(Utf8JsonWriter json, int kernel, int stride, int padding)
    {
        json.WriteNumber("kernel", kernel);
        json.WriteNumber("stride", stride);
        json.WriteNumber("padding", padding);
    }

    private static Layer ReadOne(JsonElement layer, string where)
    {
        if (layer.ValueKind != JsonValueKind.Object || !layer.TryGetProperty("kind", out JsonElement kind))
            throw new SafetensorsDamageException($"{where} is not an object with a kind");
        string name = JsonFields.TextOf(kind, $"{where}: kind");
        JsonFields Options(params ReadOnlySpan<string> allowed) => new(layer, where, ["kind", .. allowed]);
        switch (name)
        {
            case nameof(Conv2d):
                return Convolution(Options("out", "kernel", "stride", "padding", "groups", "bias", "share"));
            case nameof(Linear):
                JsonFields linear = Options("out", "bias", "share");
                return new Linear(linear.Integer("out", 1, MaximumChannels), linear.Flag("bias"), linear.OptionalName("share"));
            case nameof(BatchNorm2d):
                return Normalization(Options("eps", "momentum"), where);
            case nameof(Dropout):
                return new Dropout(Probability(Options("p"), where));
            case nameof(Dropout2d):
                return new Dropout2d(Probability(Options("p"), where));
            case nameof(MaxPool2d):
                (int kernel, int stride, int padding) = Pool(Options("kernel", "stride", "padding"));
                return new MaxPool2d(kernel, stride, padding);
            case nameof(AvgPool2d):
                (kernel, stride, padding) = Pool(Options("kernel", "stride", "padding"));
                return new AvgPool2d(kernel, stride, padding);
            case nameof(Residual):
                return new Residual(Read(Options("branch").Field("branch"), $"{where} branch"));
            default:
                _ = Options();
                return name switch
                {
                    nameof(ReLU) => new ReLU(),
                    nameof(AdaptiveAvgPool2d) => new AdaptiveAvgPool2d(),
                    nameof(Flatten) => new Flatten(),
                    _ => throw new SafetensorsDamageException($"{where} is of a kind {SafetensorsHeader.Quote(name)}, which is unknown"),
                };
        }
    }

    private static Conv2d Convolution(JsonFields options)
    {
        int kernel = options.Integer("kernel", 1, MaximumWindow);
        return new(
            options.Integer("out", 1, MaximumChannels),
            kernel,
            options.Integer("stride", 1, 2),
            options.Integer("padding", 0, kernel - 1),
            options.Integer("groups", 1, MaximumChannels),
            options.Flag("bias"),
            options.OptionalName("share"));
    }

    private static BatchNorm2d Normalization(JsonFields options, string where)
    {
        float eps = options.Single("eps");
        float momentum = options.Single("momentum");
        return eps > 0 && momentum is > 0 and <= 1
            ? new BatchNorm2d(eps, momentum)
            : throw new SafetensorsDamageException($"{where}: eps is not above 0, or momentum not in (0, 1]");
    }

    private static float Probability(JsonFields options, string where) => options.Single("p") is >= 0 and < 1 and var p
        ? p
        : throw new SafetensorsDamageException($"{where}: p is not in [0, 1)");

    private static (int Kernel, int Stride, int Padding) Pool(JsonFields options)
    {
        int kernel = options.Integer("kernel", 1, MaximumWindow);
        return (kernel, options.Integer("stride", 1, MaximumWindow), options.Integer("padding", 0, kernel / 2));
    }
}
