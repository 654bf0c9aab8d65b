using Thimble.Options;
using Thimble.Layers;

namespace Thimble.Lab.Yaml;

/// <summary>Reads layers. The list of kinds is closed: a file can name nothing else.</summary>
internal static class LayerReader
{
    private const int MaximumLayers = 1000;
    private const int MaximumChannels = 65_536;
    private const int MaximumKernel = 256;
    private const int MaximumName = 40;

    private static readonly Dictionary<string, Func<YamlValue, Layer>> Kinds = new(StringComparer.Ordinal)
    {
        ["conv2d"] = Convolution,
        ["linear"] = LinearLayer,
        ["relu"] = options => WithoutOptions(options, new ReLU()),
        ["batch_norm2d"] = BatchNormalization,
        ["dropout"] = options => new Dropout(Probability(options)),
        ["dropout2d"] = options => new Dropout2d(Probability(options)),
        ["max_pool2d"] = MaxPool,
        ["avg_pool2d"] = AvgPool,
        ["adaptive_avg_pool2d"] = AdaptiveAvgPool,
        ["flatten"] = options => WithoutOptions(options, new Flatten()),
    };

    private static readonly IReadOnlyList<string> KindNames = [.. Kinds.Keys, "residual"];

    /// <summary>Reads a list of layers, each with its place in the file.</summary>
    public static IReadOnlyList<ReadLayer> Read(YamlValue value) =>
        [.. value.List(1, MaximumLayers, "layers").Select(ReadOne)];

    private static ReadLayer ReadOne(YamlValue value)
    {
        (string kind, YamlValue options) = value.Choice(KindNames);
        if (kind != "residual")
            return new(Kinds[kind](options), options, []);
        IReadOnlyList<ReadLayer> branch = Read(options);
        return new(new Residual([.. branch.Select(inner => inner.Layer)]), options, branch);
    }

    private static Conv2d Convolution(YamlValue options)
    {
        YamlMap map = options.Map("out", "kernel", "stride", "padding", "groups", "bias", "share");
        int kernel = map.Required("kernel").Integer(1, MaximumKernel);
        return new(
            map.Required("out").Integer(1, MaximumChannels),
            kernel,
            map.Integer("stride", 1, 2, otherwise: 1),
            map.Integer("padding", 0, kernel - 1, otherwise: 0),
            map.Integer("groups", 1, MaximumChannels, otherwise: 1),
            map.Flag("bias", otherwise: true),
            SharedName(map));
    }

    private static Linear LinearLayer(YamlValue options)
    {
        if (options.IsScalar)
            return new(options.Integer(1, MaximumChannels));
        YamlMap map = options.Map("out", "bias", "share");
        return new(map.Required("out").Integer(1, MaximumChannels), map.Flag("bias", otherwise: true), SharedName(map));
    }

    private static string? SharedName(YamlMap map)
    {
        if (map["share"] is not { } share)
            return null;
        string name = share.Text(MaximumName);
        return name.Length > 0 && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_')
            ? name
            : throw share.Found("a name of letters, digits, - and _");
    }

    private static BatchNorm2d BatchNormalization(YamlValue options)
    {
        YamlMap map = options.Options("eps", "momentum");
        var usual = new BatchNorm2d();
        return new(
            map.Single("eps", NumberRange.Positive, usual.Eps), map.Single("momentum", NumberRange.UpToOne, usual.Momentum));
    }

    private static float Probability(YamlValue options) => options.IsScalar
        ? options.Single(NumberRange.BelowOne)
        : options.Options("p").Single("p", NumberRange.BelowOne, otherwise: 0.5f);

    private static MaxPool2d MaxPool(YamlValue options)
    {
        (int kernel, int? stride, int padding) = Pool(options);
        return new(kernel, stride, padding);
    }

    private static AvgPool2d AvgPool(YamlValue options)
    {
        (int kernel, int? stride, int padding) = Pool(options);
        return new(kernel, stride, padding);
    }

    private static (int Kernel, int? Stride, int Padding) Pool(YamlValue options)
    {
        if (options.IsScalar)
            return (options.Integer(1, MaximumKernel), null, 0);
        YamlMap map = options.Map("kernel", "stride", "padding");
        int kernel = map.Required("kernel").Integer(1, MaximumKernel);
        return (kernel, map["stride"]?.Integer(1, MaximumKernel), map.Integer("padding", 0, kernel / 2, otherwise: 0));
    }

    private static AdaptiveAvgPool2d AdaptiveAvgPool(YamlValue options)
    {
        // PyTorch takes the output's size; one pixel is the only one there is here.
        if (!options.IsEmpty)
            options.Integer(1, 1);
        return new();
    }

    private static Layer WithoutOptions(YamlValue options, Layer layer) =>
        options.IsEmpty ? layer : throw options.Found("nothing, this layer has no options");
}
