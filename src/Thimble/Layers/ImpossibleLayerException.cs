namespace Thimble.Layers;

/// <summary>A layer that cannot take the input that the layers before it give.</summary>
/// <param name="layerIndex">The layer's index in the network's list, from 0.</param>
/// <param name="layer">The layer.</param>
/// <param name="input">The input it was given.</param>
/// <param name="reason">Why it cannot take it, and what to do.</param>
public sealed class ImpossibleLayerException(int layerIndex, Layer layer, Shape input, string reason)
    : InvalidInputException($"layer {layerIndex + 1} ({layer.Kind}) cannot take {input}: {reason}")
{
    /// <summary>The layer's index in the network's list, from 0.</summary>
    public int LayerIndex { get; } = layerIndex;

    /// <summary>Why the layer cannot take its input, and what to do.</summary>
    public string Reason { get; } = reason;
}
