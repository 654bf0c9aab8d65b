using Thimble.Execution;
using Thimble.Kernels;

namespace Thimble.Layers;

/// <summary>
/// BatchNorm2d at work. In training each block's mean and squared deviations and then, behind a barrier, the batch's;
/// in evaluation the running ones. What follows from them, a scale and a shift, is put off to the next layer.
/// </summary>
internal sealed unsafe class BatchNorm2dOperation : Operation
{
    private readonly OperationContext _context;
    private readonly BatchNorm2d _layer;
    private readonly BatchStatistics _statistics;
    private readonly Activation _input;
    private readonly DeferredAffine _affine;
    private readonly float[] _scale;
    private readonly float[] _shift;
    private readonly int _weight;
    private readonly int _bias;
    private readonly int _runningMean;
    private readonly int _runningVariance;

    public BatchNorm2dOperation(BatchNorm2d layer, OperationContext context)
    {
        _context = context;
        _layer = layer;
        _input = context.SettledInput();
        _statistics = new(context);
        _scale = new float[context.InputShape.Channels];
        _shift = new float[context.InputShape.Channels];
        _weight = context.OffsetOf("weight");
        _bias = context.OffsetOf("bias");
        _runningMean = context.OffsetOf("running_mean");
        _runningVariance = context.OffsetOf("running_var");
        _affine = new(_scale.Length, context.Training ? context.Batch.BlockCapacity : 1);
        Output = _input.WithDeferred(_affine);
        if (context.Training)
        {
            context.Compilation.Forward.AddBlock((block, worker) => _statistics.OfBlock(_input.Block(block, worker), block));
            context.Compilation.Forward.AddSerial(UseBatchStatistics);
            context.Compilation.Forward.AddBlock((block, _) => Defer(block));
        }
        else
        {
            context.Compilation.Preparations.Add(UseRunningStatistics);
        }
    }

    public override Activation Output { get; }

    public override Activation? AddBackward(Activation outputGradient, bool needsInputGradient)
    {
        var backward = new BatchNorm2dBackward(_context, _statistics, _input, _affine, outputGradient, _weight, _bias);
        _context.Compilation.Backward.AddBlock(backward.Sums, "backward sums");
        _context.Compilation.Backward.AddSerial(backward.Combine);
        if (needsInputGradient)
        {
            _context.Compilation.Backward.AddBlock(backward.InputGradient);
            outputGradient.IsRectified = _input.IsRectified;
            outputGradient.ChannelSums = backward.ChannelSums;
        }

        return outputGradient;
    }

    private void UseBatchStatistics()
    {
        _statistics.Combine();
        float* runningMean = _context.Tensors.BufferValues + _runningMean;
        float* runningVariance = _context.Tensors.BufferValues + _runningVariance;
        for (int c = 0; c < _scale.Length; c++)
        {
            double mean = _statistics.Mean[c];
            double variance = _statistics.Variance[c];
            double deviation = Math.Sqrt(variance + _layer.Eps);
            _statistics.InverseDeviation[c] = 1 / deviation;
            SetAffine(c, mean, deviation);

            // PyTorch normalizes with the biased variance and keeps the unbiased one.
            double count = _statistics.Count;
            double unbiased = variance * count / Math.Max(1, count - 1);
            runningMean[c] = (float)(runningMean[c] + (_layer.Momentum * (mean - runningMean[c])));
            runningVariance[c] = (float)(runningVariance[c] + (_layer.Momentum * (unbiased - runningVariance[c])));
        }
    }

    private void UseRunningStatistics()
    {
        for (int c = 0; c < _scale.Length; c++)
        {
            double variance = _context.Tensors.BufferValues[_runningVariance + c];
            SetAffine(c, _context.Tensors.BufferValues[_runningMean + c], Math.Sqrt(variance + _layer.Eps));
        }

        Defer(block: 0);
    }

    private void SetAffine(int channel, double mean, double deviation)
    {
        double scale = _context.Tensors.Values[_weight + channel] / deviation;
        _scale[channel] = (float)scale;
        _shift[channel] = (float)(_context.Tensors.Values[_bias + channel] - (mean * scale));
    }

    private void Defer(int block)
    {
        float* scales = _affine.Scales(block);
        float* shifts = _affine.Shifts(block);
        for (int c = 0; c < _scale.Length; c++)
        {
            new Span<float>(scales + (c * Lanes.PerBlock), Lanes.PerBlock).Fill(_scale[c]);
            new Span<float>(shifts + (c * Lanes.PerBlock), Lanes.PerBlock).Fill(_shift[c]);
        }
    }
}
