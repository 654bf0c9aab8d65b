using Thimble.Execution;
using Thimble.Kernels;

namespace Thimble.Layers;

/// <summary>
/// The backward pass of batch normalization. With x̂ = (x − mean) · s, s = 1 / deviation, n numbers a channel:
/// the weight's gradient is Σ g·x̂, the bias's Σ g, and the input's weight · s · (g − Σ g / n − x̂ · Σ g·x̂ / n),
/// which is a · g + b · x + c with three numbers a channel.
/// </summary>
internal sealed unsafe class BatchNorm2dBackward(
    OperationContext context, BatchStatistics statistics, Activation gradient, int weight, int bias)
{
    private readonly int _channels = context.InputShape.Channels;
    private readonly int _pixels = context.InputShape.PlaneSize;
    private readonly double[] _sums = new double[context.Batch.BlockCapacity * context.InputShape.Channels];
    private readonly double[] _products = new double[context.Batch.BlockCapacity * context.InputShape.Channels];
    private readonly float[] _a = new float[context.InputShape.Channels];
    private readonly float[] _b = new float[context.InputShape.Channels];
    private readonly float[] _c = new float[context.InputShape.Channels];

    /// <summary>A block's Σ g and Σ g · (x − mean). Lanes without a sample have no gradient and add nothing.</summary>
    public void Sums(int block, int worker)
    {
        float* sums = stackalloc float[Lanes.PerBlock];
        float* products = stackalloc float[Lanes.PerBlock];
        float* x = context.Input.Block(block, worker);
        float* g = gradient.Block(block, worker);
        for (int c = 0; c < _channels; c++, x += _pixels * Lanes.PerBlock, g += _pixels * Lanes.PerBlock)
        {
            context.Kernels.NormalizationBackwardSums(x, g, _pixels, (float)statistics.Mean[c], sums, products);
            _sums[(block * _channels) + c] = Lanes.Sum(sums);
            _products[(block * _channels) + c] = Lanes.Sum(products);
        }
    }

    /// <summary>Puts the blocks together, in block order.</summary>
    public void Combine()
    {
        // The first block carries the whole gradient; the other blocks' places stay zero.
        float* gradients = context.Tensors.BlockGradients(0);
        double n = statistics.Count;
        for (int c = 0; c < _channels; c++)
        {
            double sum = 0;
            double product = 0;
            for (int block = 0; block < context.Batch.Blocks; block++)
            {
                sum += _sums[(block * _channels) + c];
                product += _products[(block * _channels) + c];
            }

            double s = statistics.InverseDeviation[c];
            double scale = context.Tensors.Values[weight + c] * s;
            double b = -scale * s * s * product / n;
            gradients[weight + c] = (float)(product * s);
            gradients[bias + c] = (float)sum;
            _a[c] = (float)scale;
            _b[c] = (float)b;
            _c[c] = (float)((-scale * sum / n) - (b * statistics.Mean[c]));
        }
    }

    /// <summary>A block's input gradient, in place of its output gradient.</summary>
    public void InputGradient(int block, int worker)
    {
        int floats = _pixels * Lanes.PerBlock;
        float* x = context.Input.Block(block, worker);
        float* g = gradient.Block(block, worker);
        for (int c = 0; c < _channels; c++)
            context.Kernels.NormalizationBackward(x + (c * floats), g + (c * floats), floats, _a[c], _b[c], _c[c]);

        int samples = context.Batch.SamplesIn(block);
        if (samples < Lanes.PerBlock)
            Masking.ClearUnused(g, gradient.Floats, samples);
    }
}
