using Thimble.Graph;
using Thimble.Layers;

namespace Thimble;

/// <summary>
/// A network on paper: layers in a row with every shape, size and cost resolved, and nothing allocated. It can be
/// judged against a budget before it is built.
/// </summary>
public sealed class NetworkDefinition
{
    /// <summary>Resolves every shape.</summary>
    /// <param name="input">The shape of one input image.</param>
    /// <param name="layers">The layers, first to last; at least one.</param>
    /// <exception cref="ImpossibleLayerException">A layer cannot take its input; the message names it.</exception>
    /// <exception cref="ArgumentException">There is no layer.</exception>
    public NetworkDefinition(Shape input, params IReadOnlyList<Layer> layers)
        : this(input, layers, limits: null)
    {
    }

    /// <summary>Resolves every shape of a network that someone else describes.</summary>
    internal NetworkDefinition(Shape input, IReadOnlyList<Layer> layers, NetworkLimits? limits)
    {
        if (layers.Count == 0)
            throw new ArgumentException("A network needs at least one layer.", nameof(layers));
        limits?.CheckImage(input);
        Input = input;
        (Graph, Layers) = GraphBuilder.Build(input, layers, limits);
    }

    /// <summary>The shape of one input image.</summary>
    public Shape Input { get; }

    /// <summary>The layers, first to last.</summary>
    public IReadOnlyList<ResolvedLayer> Layers { get; }

    /// <summary>The shape of the output for one image: one number a class.</summary>
    public Shape Output => Layers[^1].Output;

    /// <summary>The number of classes.</summary>
    public int ClassCount => Output.Size;

    /// <summary>The receptive field of the output.</summary>
    public ReceptiveField ReceptiveField => Layers[^1].ReceptiveField;

    /// <summary>Unique trainable numbers. Running statistics are not parameters.</summary>
    public int ParameterCount => AllLayers().Sum(layer => layer.ParameterCount);

    /// <summary>Numbers that are kept but not trained: running statistics.</summary>
    public int BufferCount => AllLayers().Sum(layer => layer.Layer.Buffers(layer.Input).Sum(buffer => buffer.Count));

    /// <summary>Multiply-adds of the forward pass of one image.</summary>
    public long MultiplyAdds => AllLayers().Sum(layer => layer.MultiplyAdds);

    /// <summary>What the network computes.</summary>
    internal NetworkGraph Graph { get; }

    /// <summary>Every layer in the order in which it computes, those inside others included.</summary>
    public IEnumerable<ResolvedLayer> AllLayers() => Layers.SelectMany(layer => layer.Flattened());
}
