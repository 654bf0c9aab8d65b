using Thimble.Execution;
using Thimble.Kernels;

namespace Thimble.Layers;

/// <summary>
/// The backward pass of batch normalization. With x̂ = (x − mean) · s, s = 1 / deviation, n numbers a channel:
/// the weight's gradient is Σ g·x̂, the bias's Σ g, and the input's weight · s · (g − Σ g / n − x̂ · Σ g·x̂ / n),
/// which is a · g + b · (x − mean) + c with three numbers a channel. A dropout's mask, if there is one behind the
/// normalization, is a factor of g that is the same for a whole channel of a sample.
/// </summary>
internal sealed unsafe class BatchNorm2dBackward(
    OperationContext context, BatchStatistics statistics, Activation input, DeferredAffine affine, Activation gradient, int weight, int bias)
{
    private readonly int _channels = context.InputShape.Channels;
    private readonly int _pixels = context.InputShape.PlaneSize;
    private readonly double[] _sums = new double[context.Batch.BlockCapacity * context.InputShape.Channels];
    private readonly double[] _products = new double[context.Batch.BlockCapacity * context.InputShape.Channels];
    private readonly float[] _a = new float[context.InputShape.Channels];
    private readonly float[] _b = new float[context.InputShape.Channels];
    private readonly float[] _c = new float[context.InputShape.Channels];

    /// <summary>Each block's Σ over pixels of the input's gradient: [channel, lane].</summary>
    public Activation ChannelSums { get; } = new(context.InputShape.Channels, context.Batch.BlockCapacity, perWorker: false);

    /// <summary>A block's Σ g and Σ g · (x − mean). Lanes without a sample have no gradient and add nothing.</summary>
    public void Sums(int block, int worker)
    {
        float* sums = stackalloc float[Lanes.PerBlock];
        float* products = stackalloc float[Lanes.PerBlock];
        float* mask = affine.Masks is null ? null : affine.Masks.Block(block, worker);
        float* x = input.Block(block, worker);
        float* g = gradient.Block(block, worker);
        for (int c = 0; c < _channels; c++, x += _pixels * Lanes.PerBlock, g += _pixels * Lanes.PerBlock)
        {
            context.Kernels.NormalizationBackwardSums(TermsOf(c, block, factors: null), x, g, _pixels, sums, products);
            for (int lane = 0; mask != null && lane < Lanes.PerBlock; lane++)
            {
                sums[lane] *= mask[(c * Lanes.PerBlock) + lane];
                products[lane] *= mask[(c * Lanes.PerBlock) + lane];
            }

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

            // The kernels know the mean as a float. What that lacks is taken up here, in double precision: an error in
            // c would be the same for every number of the channel, and would not average out.
            double lacking = statistics.Mean[c] - (float)statistics.Mean[c];
            product -= lacking * sum;
            double b = -scale * s * s * product / n;
            gradients[weight + c] = (float)(product * s);
            gradients[bias + c] = (float)sum;
            _a[c] = (float)scale;
            _b[c] = (float)b;
            _c[c] = (float)((-scale * sum / n) - (b * lacking));
        }
    }

    /// <summary>A block's input gradient, in place of its output gradient.</summary>
    public void InputGradient(int block, int worker)
    {
        float* factors = stackalloc float[Lanes.PerBlock];
        float* mask = affine.Masks is null ? null : affine.Masks.Block(block, worker);
        float* x = input.Block(block, worker);
        float* g = gradient.Block(block, worker);
        float* sums = ChannelSums.Block(block, worker);
        for (int c = 0; c < _channels; c++)
        {
            for (int lane = 0; lane < Lanes.PerBlock; lane++)
                factors[lane] = mask == null ? _a[c] : _a[c] * mask[(c * Lanes.PerBlock) + lane];
            int offset = c * _pixels * Lanes.PerBlock;
            context.Kernels.NormalizationBackward(TermsOf(c, block, factors), x + offset, g + offset, _pixels, sums + (c * Lanes.PerBlock));
        }

        int samples = context.Batch.SamplesIn(block);
        if (samples < Lanes.PerBlock)
        {
            Masking.ClearUnused(g, gradient.Floats, samples);
            Masking.ClearUnused(sums, ChannelSums.Floats, samples);
        }
    }

    private NormalizationGradient TermsOf(int channel, int block, float* factors) => new()
    {
        A = factors,
        B = _b[channel],
        C = _c[channel],
        Mean = (float)statistics.Mean[channel],
        RectifiedBefore = input.IsRectified,
        RectifiedBehind = affine.Rectify,
        Scales = affine.Scales(block) + (channel * Lanes.PerBlock),
        Shifts = affine.Shifts(block) + (channel * Lanes.PerBlock),
    };
}
