using Thimble.Options;

namespace Thimble.Layers;

/// <summary>All layers: the one list that a new layer is added to.</summary>
internal static class LayerKinds
{
    /// <summary>The most layers of one list.</summary>
    public const int MostLayers = Option.MostThings;

    /// <summary>The most channels, or features, of one layer's output.</summary>
    public const int MostChannels = 65_536;

    /// <summary>The most rows and columns of a window.</summary>
    public const int LargestWindow = 256;

    /// <summary>Their schemas, in the order in which messages and docs list them.</summary>
    public static OptionRegistry<Layer> All { get; } = new("layer", () =>
    [
        Conv2d.Schema,
        Linear.Schema,
        ReLU.Schema,
        LeakyReLU.Schema,
        PReLU.Schema,
        SiLU.Schema,
        Hardswish.Schema,
        ELU.Schema,
        BatchNorm2d.Schema,
        Scale.Schema,
        Dropout.Schema,
        Dropout2d.Schema,
        MaxPool2d.Schema,
        AvgPool2d.Schema,
        AdaptiveAvgPool2d.Schema,
        Flatten.Schema,
        SqueezeExcite.Schema,
        Residual.Schema,
    ]);

    /// <summary>What may be asked of a layer of which only the kind is known: what holds with all defaults, if there are such.</summary>
    public static LayerTraits TraitsOf(string kind) =>
        All.OfKind(kind) is { MayBeEmpty: true } schema ? schema.CreateDefault().Traits : LayerTraits.None;
}
