using Thimble.Kernels;

namespace Thimble.Engine.Blocks;

/// <summary>
/// Mean and variance of each channel over a batch. Each block finds its own mean and squared deviations from it, in one
/// reading; blocks are then put together in block order.
/// </summary>
/// <remarks>Chan, Golub and LeVeque, "Updating formulae and a pairwise algorithm for computing sample variances", 1979.</remarks>
internal sealed unsafe class BatchStatistics(Shape shape, BatchState batch, KernelSet kernels)
{
    private readonly int _channels = shape.Channels;
    private readonly int _pixels = shape.PlaneSize;
    private readonly double[] _blockMeans = new double[batch.BlockCapacity * shape.Channels];
    private readonly double[] _blockSquares = new double[batch.BlockCapacity * shape.Channels];

    /// <summary>Each channel's mean.</summary>
    public double[] Mean { get; } = new double[shape.Channels];

    /// <summary>Each channel's biased variance.</summary>
    public double[] Variance { get; } = new double[shape.Channels];

    /// <summary>1 / √(variance + eps), which the normalization fills in.</summary>
    public double[] InverseDeviation { get; } = new double[shape.Channels];

    /// <summary>Numbers of one channel in the batch.</summary>
    public long Count => (long)batch.Count * _pixels;

    /// <summary>Looks at one block.</summary>
    public void OfBlock(float* input, int block)
    {
        float* sums = stackalloc float[Lanes.PerBlock];
        float* squares = stackalloc float[Lanes.PerBlock];
        int samples = batch.SamplesIn(block);
        for (int c = 0; c < _channels; c++, input += _pixels * Lanes.PerBlock)
        {
            // A value from the middle of the image lies near the mean, so that the two sums do not cancel.
            float origin = input[_pixels / 2 * Lanes.PerBlock];
            kernels.Moments(input, _pixels, origin, sums, squares);
            double offset = SumOf(sums, samples) / ((double)samples * _pixels);
            _blockMeans[(block * _channels) + c] = origin + offset;
            _blockSquares[(block * _channels) + c] = SumOf(squares, samples) - ((double)samples * _pixels * offset * offset);
        }
    }

    /// <summary>Puts the blocks together.</summary>
    public void Combine()
    {
        for (int c = 0; c < _channels; c++)
        {
            double count = 0;
            double mean = 0;
            double squares = 0;
            for (int block = 0; block < batch.Blocks; block++)
            {
                double added = (double)batch.SamplesIn(block) * _pixels;
                double difference = _blockMeans[(block * _channels) + c] - mean;
                mean += difference * added / (count + added);
                squares += _blockSquares[(block * _channels) + c] + (difference * difference * count * added / (count + added));
                count += added;
            }

            Mean[c] = mean;
            Variance[c] = squares / count;
        }
    }

    private static double SumOf(float* lanes, int samples)
    {
        double sum = 0;
        for (int lane = 0; lane < samples; lane++)
            sum += lanes[lane];
        return sum;
    }
}
