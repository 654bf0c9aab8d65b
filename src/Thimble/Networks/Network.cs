using Thimble.Graph;
using Thimble.Kernels;
using Thimble.Layers;

namespace Thimble;

/// <summary>A network with weights. Every trainable number lies in one array, every running statistic in another.</summary>
public sealed class Network
{
    private readonly Dictionary<string, int> _offsets = new(StringComparer.Ordinal);
    private readonly AlignedArray<float> _values;
    private readonly AlignedArray<float> _bufferValues;

    /// <summary>Builds the network with fresh weights, started as PyTorch starts them.</summary>
    /// <param name="definition">What the network is.</param>
    /// <param name="seed">The seed of the weights.</param>
    public Network(NetworkDefinition definition, ulong seed)
    {
        Definition = definition;
        var parameters = new List<Parameter>();
        var buffers = new List<StateBuffer>();
        _values = new AlignedArray<float>(definition.ParameterCount);
        _bufferValues = new AlignedArray<float>(definition.BufferCount);
        int offset = 0;
        int bufferOffset = 0;
        foreach (ResolvedLayer layer in definition.AllLayers())
        {
            foreach (ParameterSpecification specification in layer.OwnParameters)
            {
                Initialize(_values.Span.Slice(offset, specification.Count), specification, seed, tensor: parameters.Count);
                parameters.Add(new($"{layer.Name}.{specification.Name}", specification.Dimensions, specification.Kind, offset, specification.Count));
                _offsets.Add(parameters[^1].Name, offset);
                offset += specification.Count;
            }

            foreach (BufferSpecification specification in layer.Layer.Buffers(layer.Input))
            {
                _bufferValues.Span.Slice(bufferOffset, specification.Count).Fill(specification.InitialValue);
                buffers.Add(new($"{layer.Name}.{specification.Name}", bufferOffset, specification.Count));
                _offsets.Add(buffers[^1].Name, bufferOffset);
                bufferOffset += specification.Count;
            }
        }

        Parameters = parameters;
        Buffers = buffers;
        SharedNames = definition.AllLayers().Where(layer => layer.Owner is not null)
            .SelectMany(layer => layer.Layer.Parameters(layer.Input), (layer, parameter) => (layer, parameter))
            .ToDictionary(pair => $"{pair.layer.Name}.{pair.parameter.Name}", pair => $"{pair.layer.Owner!.Name}.{pair.parameter.Name}", StringComparer.Ordinal);
    }

    /// <summary>What the network is.</summary>
    public NetworkDefinition Definition { get; }

    /// <summary>The trainable tensors, in PyTorch's order.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>
    /// The names that shared tensors would have in the later layers that use them, each with the name of the tensor in
    /// <see cref="Parameters"/>: PyTorch's state dict has both.
    /// </summary>
    public IReadOnlyDictionary<string, string> SharedNames { get; }

    /// <summary>The running statistics, in PyTorch's order.</summary>
    internal IReadOnlyList<StateBuffer> Buffers { get; }

    /// <summary>Every trainable number, tensor after tensor.</summary>
    public Span<float> Values => _values.Span;

    /// <summary>Every running statistic, tensor after tensor.</summary>
    public Span<float> BufferValues => _bufferValues.Span;

    /// <summary>Batches that the running statistics have seen: PyTorch's num_batches_tracked.</summary>
    public long BatchesTracked { get; set; }

    /// <summary>The values of one trainable tensor.</summary>
    public Span<float> ValuesOf(Parameter parameter) => _values.Span.Slice(parameter.Offset, parameter.Count);

    /// <summary>The values of one running statistic.</summary>
    internal Span<float> ValuesOf(StateBuffer buffer) => _bufferValues.Span.Slice(buffer.Offset, buffer.Count);

    /// <summary>A network of the same layers with a copy of all numbers.</summary>
    internal Network Copy()
    {
        var copy = new Network(Definition, seed: 0) { BatchesTracked = BatchesTracked };
        Values.CopyTo(copy.Values);
        BufferValues.CopyTo(copy.BufferValues);
        return copy;
    }

    /// <summary>Every trainable number, where it is in memory.</summary>
    internal AlignedArray<float> ValueMemory => _values;

    /// <summary>Every running statistic, where it is in memory.</summary>
    internal AlignedArray<float> BufferMemory => _bufferValues;

    /// <summary>Where a tensor of the network's graph begins, in <see cref="Values"/> or, if it is a statistic, in <see cref="BufferValues"/>.</summary>
    internal int OffsetOf(GraphTensor tensor) => _offsets[tensor.Name];

    /// <summary>A copy of a tensor's present numbers.</summary>
    internal float[] ValuesOf(GraphTensor tensor) =>
        (tensor.IsStatistic ? BufferValues : Values).Slice(OffsetOf(tensor), tensor.Count).ToArray();

    /// <summary>The network's graph with a copy of its present numbers.</summary>
    internal NetworkGraph GraphWithValues() => Definition.Graph.WithValues(ValuesOf);

    private static void Initialize(Span<float> values, ParameterSpecification specification, ulong seed, int tensor)
    {
        if (specification.InitialBound == 0)
        {
            values.Fill(specification.InitialValue);
            return;
        }

        var random = new KeyedRandom(seed, epoch: 0, sample: tensor, RandomPlace.Initialization);
        for (int i = 0; i < values.Length; i++)
            values[i] = random.Uniform(i, -specification.InitialBound, specification.InitialBound);
    }
}
