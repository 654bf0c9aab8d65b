namespace Thimble.Layers;

/// <summary>A layer that cannot take the input that the layers before it give.</summary>
/// <param name="layerIndex">The layer's index in the list that it is in, from 0.</param>
/// <param name="layer">The layer.</param>
/// <param name="input">The input it was given.</param>
/// <param name="reason">Why it cannot take it, and what to do.</param>
/// <param name="isTooLarge">Whether the reason is the size that the network would have.</param>
internal sealed class ImpossibleLayerException(int layerIndex, Layer layer, Shape input, string reason, bool isTooLarge = false)
    : InvalidInputException($"layer {layerIndex + 1} ({layer.Kind}) cannot take {input}: {reason}")
{
    /// <summary>The layer, the same object as in the list that the network was made of.</summary>
    public Layer Layer { get; } = layer;

    /// <summary>The input it was given.</summary>
    public Shape Input { get; } = input;

    /// <summary>Why the layer cannot take its input, and what to do.</summary>
    public string Reason { get; } = reason;

    /// <summary>Whether the reason is the size that the network would have.</summary>
    public bool IsTooLarge { get; } = isTooLarge;
}
