using System.Collections.Concurrent;
using Thimble.Graph;
using Thimble.Kernels;

namespace Thimble.Tests.Kernels;

/// <summary>One block of samples in the engine's layout: [channel, row, column, lane].</summary>
internal static unsafe class Block
{
    // A test hands a kernel bare pointers, which do not keep their memory from the garbage collector.
    private static readonly ConcurrentBag<AlignedArray<float>> Alive = [];

    /// <summary>A tensor of up to 16 samples as a block. Lanes without a sample hold <paramref name="unused"/>.</summary>
    public static AlignedArray<float> Of(Tensor4 tensor, float unused = 0)
    {
        AlignedArray<float> block = Empty(tensor.SampleSize);
        block.Span.Fill(unused);
        for (int n = 0; n < tensor.Samples; n++)
        {
            for (int i = 0; i < tensor.SampleSize; i++)
                block.Span[(i * Lanes.PerBlock) + n] = (float)tensor.Values[(n * tensor.SampleSize) + i];
        }

        return block;
    }

    /// <summary>The same with zeros around each channel, as a convolution wants its input.</summary>
    public static AlignedArray<float> Bordered(Tensor4 tensor, Size2d border, float unused = 0)
    {
        int height = tensor.Height + (2 * border.Rows);
        int width = tensor.Width + (2 * border.Columns);
        AlignedArray<float> inside = Of(tensor, unused);
        AlignedArray<float> bordered = Empty(tensor.Channels * height * width);
        for (int i = 0; i < tensor.SampleSize; i++)
        {
            (int row, int column) = (i / tensor.Width, i % tensor.Width);
            int place = ((((row / tensor.Height * height) + (row % tensor.Height) + border.Rows) * width) + column + border.Columns) * Lanes.PerBlock;
            inside.Span.Slice(i * Lanes.PerBlock, Lanes.PerBlock).CopyTo(bordered.Span[place..]);
        }

        return bordered;
    }

    /// <summary>A block of zeros for so many numbers a sample.</summary>
    public static AlignedArray<float> Empty(int size) => Kept(new(size * Lanes.PerBlock));

    /// <summary>A block that holds something else, for what a kernel has to overwrite.</summary>
    public static AlignedArray<float> Dirty(int size)
    {
        AlignedArray<float> block = Empty(size);
        block.Span.Fill(-12345);
        return block;
    }

    /// <summary>Numbers side by side, for weights and the like.</summary>
    public static AlignedArray<float> Numbers(double[] values)
    {
        AlignedArray<float> numbers = Kept(new(values.Length));
        for (int i = 0; i < values.Length; i++)
            numbers.Span[i] = (float)values[i];
        return numbers;
    }

    /// <summary>The first <paramref name="samples"/> samples of a block, sample after sample.</summary>
    public static double[] Samples(AlignedArray<float> block, int samples)
    {
        int size = block.Length / Lanes.PerBlock;
        double[] values = new double[samples * size];
        for (int i = 0; i < values.Length; i++)
            values[i] = block.Span[(i % size * Lanes.PerBlock) + (i / size)];
        return values;
    }

    private static AlignedArray<float> Kept(AlignedArray<float> array)
    {
        Alive.Add(array);
        return array;
    }
}
