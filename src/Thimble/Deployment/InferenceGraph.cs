using Thimble.Layers;
using Thimble.Networks;

namespace Thimble.Deployment;

/// <summary>
/// A trained network as what it computes when it is used, for programs other than this one: no dropout, residual
/// branches spelled out, one flat vector of logits at the end. Every exporter begins here.
/// </summary>
/// <param name="Input">The shape of the image, already normalized.</param>
/// <param name="Nodes">The nodes in an order in which they can compute; the last one makes the logits.</param>
internal sealed record InferenceGraph(Shape Input, IReadOnlyList<GraphNode> Nodes)
{
    /// <summary>The number of the value that is the image.</summary>
    public const int InputValue = -1;

    /// <summary>The graph of a network with its present weights.</summary>
    /// <exception cref="InvalidInputException">It has a layer that no export knows.</exception>
    public static InferenceGraph Of(Network network)
    {
        var builder = new Builder(network);
        int last = builder.Add(network.Definition.Layers, InputValue, network.Definition.Input);
        Shape output = network.Definition.Output;
        if (!output.IsFlat || last == InputValue)
            builder.Add("logits", new GraphOperation.Flattening(), [last], Shape.Flat(output.Size));
        return new(network.Definition.Input, builder.Nodes);
    }

    /// <summary>The shape of a value.</summary>
    public Shape ShapeOf(int value) => value == InputValue ? Input : Nodes[value].Output;

    /// <summary>The nodes that take a value, each as often as it takes it.</summary>
    public IEnumerable<int> ConsumersOf(int value) =>
        Enumerable.Range(0, Nodes.Count).SelectMany(node => Nodes[node].Inputs.Where(input => input == value).Select(_ => node));

    private sealed class Builder(Network network)
    {
        private readonly Dictionary<string, GraphTensor> _tensors = new(StringComparer.Ordinal);

        public List<GraphNode> Nodes { get; } = [];

        public int Add(string name, GraphOperation operation, int[] inputs, Shape output)
        {
            Nodes.Add(new(name, operation, inputs, output));
            return Nodes.Count - 1;
        }

        /// <summary>Adds layers behind a value and returns the number of theirs.</summary>
        public int Add(IReadOnlyList<ResolvedLayer> layers, int value, Shape shape)
        {
            foreach (ResolvedLayer layer in layers)
            {
                CheckInput(layer);
                if (layer.Layer is Linear && !shape.IsFlat)
                    value = Add($"{layer.Name}.flatten", new GraphOperation.Flattening(), [value], Shape.Flat(shape.Size));
                value = layer.Layer switch
                {
                    // They do nothing once training is over.
                    Dropout or Dropout2d => value,
                    Residual => Add(layer.Name, new GraphOperation.Addition(), [Add(layer.Branch, value, layer.Input), value], layer.Output),
                    _ => Add(layer.Name, OperationOf(layer), [value], layer.Output),
                };
                shape = layer.Output;
            }

            return value;
        }

        // Elsewhere a flat vector has one dimension, not three of which two are 1.
        private static void CheckInput(ResolvedLayer layer)
        {
            if (layer.Input.IsFlat && layer.Layer is Conv2d or MaxPool2d or AvgPool2d or AdaptiveAvgPool2d)
                throw new InvalidInputException($"layer {layer.Name} ({layer.Layer.Kind}) takes a flat vector, which no export knows; put it before Flatten");
        }

        private GraphOperation OperationOf(ResolvedLayer layer) => layer.Layer switch
        {
            Conv2d convolution => new GraphOperation.Convolution(
                Parameter(layer, 0), convolution.Bias ? Parameter(layer, 1) : null,
                convolution.KernelSize, convolution.Stride, convolution.Padding, convolution.Groups),
            Linear linear => new GraphOperation.Dense(Parameter(layer, 0), linear.Bias ? Parameter(layer, 1) : null),
            BatchNorm2d normalization => new GraphOperation.Normalization(
                Parameter(layer, 0), Parameter(layer, 1), Statistic(layer, 0), Statistic(layer, 1), normalization.Eps),
            ReLU => new GraphOperation.Rectification(),
            MaxPool2d pool => new GraphOperation.MaximumPooling(pool.KernelSize, pool.Stride, pool.Padding),
            AvgPool2d pool => new GraphOperation.AveragePooling(pool.KernelSize, pool.Stride, pool.Padding),
            AdaptiveAvgPool2d => new GraphOperation.GlobalAverage(),
            Flatten => new GraphOperation.Flattening(),
            _ => throw new InvalidInputException($"layer {layer.Name} ({layer.Layer.Kind}): there is no export of this kind of layer; leave it out of the network"),
        };

        private GraphTensor Parameter(ResolvedLayer layer, int index)
        {
            ParameterSpecification specification = layer.Layer.Parameters(layer.Input)[index];
            int offset = network.OffsetOf(layer, specification.Name);
            return Tensor(layer, specification.Name, specification.Dimensions, network.Values.Slice(offset, specification.Count));
        }

        private GraphTensor Statistic(ResolvedLayer layer, int index)
        {
            BufferSpecification specification = layer.Layer.Buffers(layer.Input)[index];
            int offset = network.OffsetOf(layer, specification.Name);
            return Tensor(layer, specification.Name, [specification.Count], network.BufferValues.Slice(offset, specification.Count));
        }

        // A shared tensor has the name that it has in the first layer that uses it, and is kept once.
        private GraphTensor Tensor(ResolvedLayer layer, string name, IReadOnlyList<int> dimensions, ReadOnlySpan<float> values)
        {
            string full = $"{(layer.Owner ?? layer).Name}.{name}";
            if (!_tensors.TryGetValue(full, out GraphTensor? tensor))
                _tensors.Add(full, tensor = new(full, dimensions, values.ToArray()));
            return tensor;
        }
    }
}
