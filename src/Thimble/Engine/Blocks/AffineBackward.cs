using Thimble.Kernels;

namespace Thimble.Engine.Blocks;

/// <summary>
/// The backward pass of a scale and a shift for each channel. The input's gradient is a · g + b · (x − mean) + c with three
/// numbers a channel. A dropout's mask, if there is one, is a factor of g that is the same for a whole channel of a sample.
/// </summary>
internal sealed unsafe class AffineBackward(
    AffineCoefficients coefficients, BlockEmitter to, Step step, Activation input, DeferredAffine affine, Activation? masks, Activation gradient)
{
    private readonly int _channels = step.Shape.Channels;
    private readonly int _pixels = step.Shape.PlaneSize;
    private readonly double[] _sums = new double[to.Batch.BlockCapacity * step.Shape.Channels];
    private readonly double[] _products = new double[to.Batch.BlockCapacity * step.Shape.Channels];
    private readonly float[] _a = new float[step.Shape.Channels];
    private readonly float[] _b = new float[step.Shape.Channels];
    private readonly float[] _c = new float[step.Shape.Channels];

    /// <summary>Each block's Σ over pixels of the input's gradient: [channel, lane].</summary>
    public Activation ChannelSums { get; } = new(step.Shape.Channels, to.Batch.BlockCapacity, perWorker: false);

    /// <summary>A block's Σ g and Σ g · (x − mean). Lanes without a sample have no gradient and add nothing.</summary>
    public void Sums(int block, int worker)
    {
        float* sums = stackalloc float[Lanes.PerBlock];
        float* products = stackalloc float[Lanes.PerBlock];
        float* mask = masks is null ? null : masks.Block(block, worker);
        float* x = input.Block(block, worker);
        float* g = gradient.Block(block, worker);
        for (int c = 0; c < _channels; c++, x += _pixels * Lanes.PerBlock, g += _pixels * Lanes.PerBlock)
        {
            to.Kernels.NormalizationBackwardSums(TermsOf(c, block, factors: null), x, g, _pixels, sums, products);
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
        for (int c = 0; c < _channels; c++)
        {
            double sum = 0;
            double product = 0;
            for (int block = 0; block < to.Batch.Blocks; block++)
            {
                sum += _sums[(block * _channels) + c];
                product += _products[(block * _channels) + c];
            }

            (double a, double b, double added) = coefficients.Differentiate(c, sum, product);
            (_a[c], _b[c], _c[c]) = ((float)a, (float)b, (float)added);
        }
    }

    /// <summary>A block's input gradient, in place of its output gradient.</summary>
    public void InputGradient(int block, int worker)
    {
        float* factors = stackalloc float[Lanes.PerBlock];
        float* mask = masks is null ? null : masks.Block(block, worker);
        float* x = input.Block(block, worker);
        float* g = gradient.Block(block, worker);
        float* sums = ChannelSums.Block(block, worker);
        for (int c = 0; c < _channels; c++)
        {
            for (int lane = 0; lane < Lanes.PerBlock; lane++)
                factors[lane] = mask == null ? _a[c] : _a[c] * mask[(c * Lanes.PerBlock) + lane];
            int offset = c * _pixels * Lanes.PerBlock;
            to.Kernels.NormalizationBackward(TermsOf(c, block, factors), x + offset, g + offset, _pixels, sums + (c * Lanes.PerBlock));
        }

        int samples = to.Batch.SamplesIn(block);
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
        Mean = (float)coefficients.MeanOf(channel),
        RectifiedBefore = step.DifferentiatesRectifier,
        RectifiedAfter = affine.Rectify,
        Scales = affine.Scales(block) + (channel * Lanes.PerBlock),
        Shifts = affine.Shifts(block) + (channel * Lanes.PerBlock),
    };
}
