using Thimble.Execution;
using Thimble.Kernels;

namespace Thimble.Layers;

/// <summary>Conv2d at work.</summary>
/// <remarks>
/// The input gradient is a convolution too: of the output gradient, spread out by the stride and bordered with
/// kernel − 1 − padding zeros, with the kernel turned round and input and output channels exchanged.
/// </remarks>
internal sealed unsafe class Conv2dOperation : Operation
{
    private readonly OperationContext _context;
    private readonly Conv2d _layer;
    private readonly WeightedConvolution _convolution;
    private readonly WeightGradient _weightGradient;
    private readonly int _weightOffset;
    private readonly int _biasOffset;
    private readonly DeferredAffine _inputAffine;
    private readonly DeferredAffine _gradientAffine;
    private readonly Shape _padded;
    private readonly Shape _paddedGradient;
    private readonly int _gradientPadding;
    private bool _rectify;

    public Conv2dOperation(Conv2d layer, OperationContext context)
    {
        Shape input = context.InputShape;
        Shape output = context.OutputShape;
        int kernel = layer.KernelSize;
        _context = context;
        _layer = layer;
        _padded = layer.WindowOn(input).Padded(input);
        _gradientPadding = kernel - 1 - layer.Padding;
        // Rows that the last window does not reach still have a gradient, which is zero.
        _paddedGradient = new(output.Channels, input.Height + kernel - 1, input.Width + kernel - 1);
        _convolution = new(layer, _padded, output.Channels, turned: false, context.Kernels);
        _weightGradient = new(layer, _convolution.Plan, _padded, context.AddsToGradients, context.Kernels);
        _inputAffine = context.Input.Deferred ?? DeferredAffine.Identity(input.Channels);
        _gradientAffine = DeferredAffine.Identity(output.Channels);
        _weightOffset = context.OffsetOf("weight");
        _biasOffset = layer.Bias ? context.OffsetOf("bias") : 0;
        context.Compilation.Scratch.Reserve(PaddedFloats + _convolution.ScratchFloats);
        Output = context.NewOutput();
        Output.RectifyAtSource = () => _rectify = true;
        context.Compilation.Preparations.Add(() => _convolution.Pack(Weights));
        context.Compilation.Forward.AddBlock(Forward);
    }

    public override Activation Output { get; }

    private bool NeedsCopy => _layer.Padding > 0 || _context.Input.Deferred is not null;

    private bool GradientNeedsBorders => _gradientPadding > 0 || _layer.Stride > 1;

    private float* Weights => _context.Tensors.Values + _weightOffset;

    private long PaddedFloats => Lanes.Floats(_padded);

    private long PaddedGradientFloats => Lanes.Floats(_paddedGradient);

    public override Activation? AddBackward(Activation outputGradient, bool needsInputGradient)
    {
        Compilation compilation = _context.Compilation;
        compilation.Scratch.Reserve(PaddedFloats + _weightGradient.ScratchFloats);
        // What the gradient's maker found by the way belongs to this gradient, not to the next in its memory.
        Activation? channelSums = outputGradient.ChannelSums;
        compilation.Backward.AddBlock((block, worker) => WeightGradient(block, worker, outputGradient, channelSums), "weight gradient");
        if (!needsInputGradient)
        {
            compilation.Gradients.Return(outputGradient);
            return null;
        }

        var turned = new WeightedConvolution(_layer, _paddedGradient, _context.InputShape.Channels, turned: true, _context.Kernels);
        Activation inputGradient = compilation.Gradients.Rent(_context.InputShape.Size);
        compilation.Scratch.Reserve(PaddedGradientFloats + turned.ScratchFloats);
        compilation.Preparations.Add(() => turned.Pack(Weights));
        compilation.Backward.AddBlock((block, worker) => InputGradient(block, worker, outputGradient, inputGradient, turned), "input gradient");
        compilation.Gradients.Return(outputGradient);
        return inputGradient;
    }

    private void Forward(int block, int worker)
    {
        float* input = Bordered(block, worker);
        float* bias = _layer.Bias ? _context.Tensors.Values + _biasOffset : null;
        float* scratch = _context.Compilation.Scratch.Of(worker) + PaddedFloats;
        _convolution.Run(input, bias, _rectify, Output.Block(block, worker), scratch);
    }

    private void WeightGradient(int block, int worker, Activation outputGradient, Activation? channelSums)
    {
        float* input = Bordered(block, worker);
        float* sums = _context.Compilation.Scratch.Of(worker) + PaddedFloats;
        float* gradients = _context.Tensors.BlockGradients(block);
        float* output = outputGradient.Block(block, worker);
        _weightGradient.Run(input, output, gradients + _weightOffset, sums);
        if (_layer.Bias)
            BiasGradient(output, channelSums is null ? null : channelSums.Block(block, worker), gradients + _biasOffset, sums);
    }

    private void BiasGradient(float* outputGradient, float* channelSums, float* gradients, float* sums)
    {
        int pixels = _context.OutputShape.PlaneSize;
        for (int o = 0; o < _layer.OutChannels; o++)
        {
            if (channelSums == null)
                _context.Kernels.SumPixels(outputGradient + (o * pixels * Lanes.PerBlock), pixels, sums);
            float sum = Lanes.Sum(channelSums == null ? sums : channelSums + (o * Lanes.PerBlock));
            gradients[o] = _context.AddsToGradients ? gradients[o] + sum : sum;
        }
    }

    private void InputGradient(
        int block, int worker, Activation outputGradient, Activation inputGradient, WeightedConvolution turned)
    {
        float* source = outputGradient.Block(block, worker);
        float* scratch = _context.Compilation.Scratch.Of(worker);
        if (GradientNeedsBorders)
        {
            if (_layer.Stride > 1)
                BorderedCopy.Dilate(source, _context.OutputShape, _layer.Stride, _gradientPadding, scratch, _paddedGradient.Height, _paddedGradient.Width);
            else
                _context.Kernels.BorderedAffine(source, _gradientAffine.Scales(block), _gradientAffine.Shifts(block), rectify: false, scratch, _context.OutputShape, _gradientPadding);
            source = scratch;
        }

        turned.Run(source, bias: null, rectify: false, inputGradient.Block(block, worker), scratch + PaddedGradientFloats);
    }

    private float* Bordered(int block, int worker)
    {
        float* input = _context.Input.Block(block, worker);
        if (!NeedsCopy)
            return input;
        float* bordered = _context.Compilation.Scratch.Of(worker);
        _context.Kernels.BorderedAffine(
            input, _inputAffine.Scales(block), _inputAffine.Shifts(block), _inputAffine.Rectify, bordered, _context.InputShape, _layer.Padding);
        return bordered;
    }
}
