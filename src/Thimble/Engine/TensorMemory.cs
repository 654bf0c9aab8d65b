using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Thimble.Graph;
using Thimble.Kernels;

namespace Thimble.Engine;

/// <summary>Where the numbers of a graph's tensors are while it is computed.</summary>
internal sealed unsafe class TensorMemory
{
    private readonly AlignedArray<float> _values;
    private readonly AlignedArray<float> _bufferValues;
    private readonly AlignedArray<float> _gradients;
    private readonly Dictionary<string, int> _offsets;

    /// <summary>Uses a network's own numbers: later changes of its weights are seen.</summary>
    /// <param name="network">The network.</param>
    /// <param name="blocks">Blocks that put down gradients of their own; 0 in evaluation.</param>
    public TensorMemory(Network network, int blocks)
    {
        _values = network.ValueMemory;
        _bufferValues = network.BufferMemory;
        _offsets = network.Definition.Graph.Tensors.ToDictionary(tensor => tensor.Name, network.OffsetOf, StringComparer.Ordinal);
        _gradients = new((long)_values.Length * blocks);
    }

    /// <summary>Copies the numbers that a graph has of its own, for evaluation.</summary>
    public TensorMemory(NetworkGraph graph)
    {
        _offsets = new(StringComparer.Ordinal);
        _values = Copy(graph.Tensors.Where(tensor => !tensor.IsStatistic));
        _bufferValues = Copy(graph.Tensors.Where(tensor => tensor.IsStatistic));
        _gradients = new(0);
    }

    /// <summary>A tensor's numbers.</summary>
    public float* this[GraphTensor tensor] => (tensor.IsStatistic ? _bufferValues : _values).Pointer + _offsets[tensor.Name];

    /// <summary>A tensor's gradient of one block's samples.</summary>
    public float* GradientOf(GraphTensor tensor, int block) => BlockGradients(block) + _offsets[tensor.Name];

    /// <summary>Whether every number is the same, bit for bit, as in copies that were made of them.</summary>
    public bool IsSameAs(ReadOnlySpan<float> values, ReadOnlySpan<float> bufferValues) =>
        IsSame(_values.Span, values) && IsSame(_bufferValues.Span, bufferValues);

    /// <summary>Copies every number.</summary>
    public void CopyTo([NotNull] ref float[]? values, [NotNull] ref float[]? bufferValues)
    {
        values ??= new float[_values.Length];
        bufferValues ??= new float[_bufferValues.Length];
        _values.Span.CopyTo(values);
        _bufferValues.Span.CopyTo(bufferValues);
    }

    /// <summary>
    /// The gradients of one block's samples, laid out as the numbers themselves. Every step with weights overwrites its own part
    /// for each block of a batch, or adds to it where another step has already overwritten it, so nothing needs clearing.
    /// Scales and shifts are summed over the whole batch by their step, which keeps the sum with block 0.
    /// </summary>
    private float* BlockGradients(int block) => _gradients.Pointer + ((nint)block * _values.Length);

    /// <summary>total = the sum of the gradients of the first <paramref name="count"/> blocks, in block order.</summary>
    public void SumGradients(int count, Span<float> total)
    {
        new ReadOnlySpan<float>(_gradients.Pointer, total.Length).CopyTo(total);
        for (int block = 1; block < count; block++)
        {
            float* part = BlockGradients(block);
            for (int i = 0; i < total.Length; i++)
                total[i] += part[i];
        }
    }

    private static bool IsSame(ReadOnlySpan<float> present, ReadOnlySpan<float> past) =>
        MemoryMarshal.AsBytes(present).SequenceEqual(MemoryMarshal.AsBytes(past));

    private AlignedArray<float> Copy(IEnumerable<GraphTensor> tensors)
    {
        GraphTensor[] all = [.. tensors];
        var memory = new AlignedArray<float>(all.Sum(tensor => (long)tensor.Count));
        int offset = 0;
        foreach (GraphTensor tensor in all)
        {
            tensor.Values.CopyTo(memory.Span[offset..]);
            _offsets.Add(tensor.Name, offset);
            offset += tensor.Count;
        }

        return memory;
    }
}
