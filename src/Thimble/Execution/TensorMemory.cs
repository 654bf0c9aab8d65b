using Thimble.Kernels;

namespace Thimble.Execution;

/// <summary>Where a network's numbers lie while it computes.</summary>
/// <param name="values">Every trainable number.</param>
/// <param name="bufferValues">Every running statistic.</param>
/// <param name="blocks">Blocks that put down gradients of their own; 0 in evaluation.</param>
internal sealed unsafe class TensorMemory(AlignedArray<float> values, AlignedArray<float> bufferValues, int blocks)
{
    private readonly AlignedArray<float> _gradients = new((long)values.Length * blocks);

    /// <summary>Every trainable number.</summary>
    public float* Values => values.Pointer;

    /// <summary>Every running statistic.</summary>
    public float* BufferValues => bufferValues.Pointer;

    /// <summary>
    /// The gradients of one block's samples, laid out as <see cref="Values"/>. Every layer overwrites its own part
    /// for each block of a batch, or adds to it where a layer before it on the way back has overwritten it, so nothing
    /// needs clearing.
    /// </summary>
    public float* BlockGradients(int block) => _gradients.Pointer + ((nint)block * values.Length);

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
}
