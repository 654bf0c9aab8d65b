using Thimble.Graph;

namespace Thimble.Layers;

/// <summary>A value of a graph that is being built.</summary>
/// <param name="Number">Its number; <see cref="NetworkGraph.InputValue"/> is the image.</param>
/// <param name="Shape">Its shape.</param>
internal readonly record struct Value(int Number, Shape Shape);

/// <summary>
/// Builds the graph of a network, layer by layer, and resolves each layer on the way: name, place, shapes, tensors,
/// receptive field. Nothing is allocated for the numbers.
/// </summary>
internal sealed class GraphBuilder
{
    private readonly List<GraphNode> _nodes = [];
    private readonly Dictionary<string, GraphTensor> _tensors = new(StringComparer.Ordinal);
    private readonly SharedTensors _shared = new();
    private readonly NetworkLimits? _limits;
    private readonly Shape _image;
    private List<(string Name, IReadOnlyList<ResolvedLayer> Layers)> _parts = [];
    private ReceptiveField _field = ReceptiveField.Pixel;
    private (Layer Layer, string Name, Shape Input, ReceptiveField Field, ResolvedLayer? Owner) _current;
    private int _place;
    private long _parameters;

    private GraphBuilder(Shape image, NetworkLimits? limits)
    {
        _image = image;
        _limits = limits;
    }

    /// <summary>The place of the layer that is being lowered, the key of its randomness. To be asked for after its inner layers are.</summary>
    public int Place => _place;

    /// <summary>Builds a network.</summary>
    /// <param name="image">The shape of one input image.</param>
    /// <param name="layers">The layers, first to last.</param>
    /// <param name="limits">How large the network may be; null for any size.</param>
    /// <exception cref="ImpossibleLayerException">A layer cannot take its input; the message names it.</exception>
    public static (NetworkGraph Graph, IReadOnlyList<ResolvedLayer> Layers) Build(
        Shape image, IReadOnlyList<Layer> layers, NetworkLimits? limits = null)
    {
        var builder = new GraphBuilder(image, limits);
        (Value output, IReadOnlyList<ResolvedLayer> resolved) = builder.Resolve(layers, new(NetworkGraph.InputValue, image), prefix: "");
        return (new(image, builder._nodes, output.Number), resolved);
    }

    /// <summary>The output's shape and the cost of one layer by itself.</summary>
    /// <exception cref="InvalidInputException">The layer cannot take such an input.</exception>
    public static (Shape Output, long MultiplyAdds) OnPaper(Layer layer, Shape input)
    {
        var builder = new GraphBuilder(input, limits: null);
        (Value output, ResolvedLayer resolved) = builder.ResolveOne(layer, new(NetworkGraph.InputValue, input), "0");
        return (output.Shape, resolved.Flattened().Sum(one => one.MultiplyAdds));
    }

    /// <summary>Adds an operation.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="input">Its input.</param>
    /// <param name="part">The name of the part of the layer that it is; null for the layer itself, which is its last operation.</param>
    public Value Add(Operation operation, Value input, string? part = null) => Add(operation, [input], part);

    /// <inheritdoc cref="Add(Operation, Value, string?)"/>
    public Value Add(Operation operation, IReadOnlyList<Value> inputs, string? part = null)
    {
        Shape output = operation.OutputShape([.. inputs.Select(input => input.Shape)]);
        string name = part is null ? _current.Name : $"{_current.Name}.{part}";
        _nodes.Add(new(name, _current.Name, operation, [.. inputs.Select(input => input.Number)], output));
        return new(_nodes.Count - 1, output);
    }

    /// <summary>A flat vector of a value's numbers: the value itself if it is one.</summary>
    public Value Flat(Value input, string part = "flatten") =>
        input.Shape.IsFlat ? input : Add(new Reshape(Shape.Flat(input.Shape.Size)), input, part);

    /// <summary>A flat vector as an image of one pixel, which is how a window sees it; an image itself otherwise.</summary>
    public Value Image(Value input) =>
        input.Shape.IsFlat ? Add(new Reshape(new(input.Shape.Channels, 1, 1)), input, "image") : input;

    /// <summary>A trainable tensor of the layer that is being lowered; where it uses an earlier layer's, that one's.</summary>
    public GraphTensor Parameter(string name)
    {
        ParameterSpecification specification = _current.Layer.Parameters(_current.Input).First(one => one.Name == name);
        return Tensor($"{_current.Owner?.Name ?? _current.Name}.{name}", specification.Dimensions, isStatistic: false);
    }

    /// <summary>A running statistic of the layer that is being lowered.</summary>
    public GraphTensor Statistic(string name)
    {
        BufferSpecification specification = _current.Layer.Buffers(_current.Input).First(one => one.Name == name);
        return Tensor($"{_current.Name}.{name}", [specification.Count], isStatistic: true);
    }

    /// <summary>Lowers one of the lists of layers inside the layer that is being lowered.</summary>
    public Value Inner(string part, IReadOnlyList<Layer> layers, Value input)
    {
        (var current, var parts) = (_current, _parts);
        _field = current.Field;
        (Value output, IReadOnlyList<ResolvedLayer> resolved) = Resolve(layers, input, $"{current.Name}.{part}.");
        (_current, _parts) = (current, parts);
        _parts.Add((part, resolved));
        return output;
    }

    private (Value Output, IReadOnlyList<ResolvedLayer> Layers) Resolve(IReadOnlyList<Layer> layers, Value input, string prefix)
    {
        var resolved = new List<ResolvedLayer>(layers.Count);
        for (int i = 0; i < layers.Count; i++)
        {
            try
            {
                (Value output, ResolvedLayer one) = ResolveOne(layers[i], input, $"{prefix}{i}");
                CheckSize(i, one);
                resolved.Add(one);
                input = output;
            }
            catch (InvalidInputException reason) when (reason is not ImpossibleLayerException)
            {
                throw new ImpossibleLayerException(i, layers[i], input.Shape, reason.Message);
            }
        }

        return (input, resolved);
    }

    private (Value Output, ResolvedLayer Layer) ResolveOne(Layer layer, Value input, string name)
    {
        ReceptiveField before = _field;
        int firstNode = _nodes.Count;
        // Layers inside come first: the owner is looked for among those before this one.
        ResolvedLayer? owner = layer.Parts.Count == 0 ? _shared.OwnerOf(layer, input.Shape) : null;
        _current = (layer, name, input.Shape, before, owner);
        _parts = [];
        Value output = layer.Lower(this, input);
        List<(string Name, IReadOnlyList<ResolvedLayer> Layers)> parts = _parts;
        _field = parts.Count == 0
            ? before.Through(layer.WindowOn(input.Shape))
            : parts.Select(part => part.Layers[^1].ReceptiveField).Aggregate(before, (one, other) => one.Joined(other));
        long multiplyAdds = _nodes.Skip(firstNode).Where(node => node.Layer == name).Sum(node => node.Operation.MultiplyAdds(ShapeOf(node.Inputs[0]), node.Output));
        var resolved = new ResolvedLayer(_place++, name, layer, input.Shape, output.Shape, _field, parts, output.Number, multiplyAdds, owner);
        _shared.Keep(resolved);
        return (output, resolved);
    }

    // The dimensions and not the specification's own count, which is an int.
    private void CheckSize(int index, ResolvedLayer layer)
    {
        _parameters += layer.OwnParameters.Sum(parameter => parameter.Dimensions.Aggregate(1L, (product, dimension) => product * dimension));
        if (_limits?.ExcessOf(layer.Layer, layer.Input, layer.Output, _parameters) is { } excess)
            throw new ImpossibleLayerException(index, layer.Layer, layer.Input, excess, isTooLarge: true);
    }

    private Shape ShapeOf(int value) => value == NetworkGraph.InputValue ? _image : _nodes[value].Output;

    private GraphTensor Tensor(string name, IReadOnlyList<int> dimensions, bool isStatistic)
    {
        if (!_tensors.TryGetValue(name, out GraphTensor? tensor))
            _tensors.Add(name, tensor = new(name, dimensions, isStatistic));
        return tensor;
    }
}
