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
    private readonly ConvolutionPlan _plan;
    private readonly ConvolutionPlan _gradientPlan;
    private readonly AlignedArray<float> _packed;
    private readonly AlignedArray<float> _noBias;
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
        _padded = new(input.Channels, input.Height + (2 * layer.Padding), input.Width + (2 * layer.Padding));
        _gradientPadding = kernel - 1 - layer.Padding;
        // Rows that the last window does not reach still have a gradient, which is zero.
        _paddedGradient = new(output.Channels, input.Height + kernel - 1, input.Width + kernel - 1);
        int groupInputs = input.Channels / layer.Groups;
        int groupOutputs = output.Channels / layer.Groups;
        _plan = new(groupInputs, _padded.Height, _padded.Width, groupOutputs, kernel, layer.Stride);
        _gradientPlan = new(groupOutputs, _paddedGradient.Height, _paddedGradient.Width, groupInputs, kernel, stride: 1);
        _inputAffine = context.Input.Deferred ?? DeferredAffine.Identity(input.Channels);
        _gradientAffine = DeferredAffine.Identity(output.Channels);
        _weightOffset = context.OffsetOf("weight");
        _biasOffset = layer.Bias ? context.OffsetOf("bias") : 0;
        _noBias = new(Math.Max(input.Channels, output.Channels));
        _packed = new(output.Channels * _plan.Taps);
        context.Compilation.Scratch.Reserve(_padded.Size * Lanes.PerBlock);
        Output = context.NewOutput();
        Output.RectifyAtSource = () => _rectify = true;
        context.Compilation.Preparations.Add(PackForward);
        context.Compilation.Forward.AddBlock(Forward);
    }

    public override Activation Output { get; }

    private bool NeedsCopy => _layer.Padding > 0 || _context.Input.Deferred is not null;

    private bool GradientNeedsBorders => _gradientPadding > 0 || _layer.Stride > 1;

    public override Activation? AddBackward(Activation outputGradient, bool needsInputGradient)
    {
        Compilation compilation = _context.Compilation;
        compilation.Scratch.Reserve(
            (_padded.Size * Lanes.PerBlock) + ConvolutionWeightGradient.ScratchFloats(_plan) + (_context.AddsToGradients ? _packed.Length : 0));
        // What the gradient's maker found by the way belongs to this gradient, not to the next in its memory.
        Activation? channelSums = outputGradient.ChannelSums;
        compilation.Backward.AddBlock((block, worker) => WeightGradient(block, worker, outputGradient, channelSums));
        if (!needsInputGradient)
        {
            compilation.Gradients.Return(outputGradient);
            return null;
        }

        var packed = new AlignedArray<float>(_context.InputShape.Channels * _gradientPlan.Taps);
        Activation inputGradient = compilation.Gradients.Rent(_context.InputShape.Size);
        compilation.Scratch.Reserve(_paddedGradient.Size * Lanes.PerBlock);
        compilation.Preparations.Add(() => PackInputGradient(packed));
        compilation.Backward.AddBlock((block, worker) => InputGradient(block, worker, outputGradient, inputGradient, packed));
        compilation.Gradients.Return(outputGradient);
        return inputGradient;
    }

    private void PackForward()
    {
        float* weights = _context.Tensors.Values + _weightOffset;
        int group = _plan.OutChannels * _plan.Taps;
        for (int g = 0; g < _layer.Groups; g++)
            PackedWeights.Forward(weights + (g * group), _plan.OutChannels, _plan.Taps, _packed.Pointer + (g * group));
    }

    private void PackInputGradient(AlignedArray<float> packed)
    {
        float* weights = _context.Tensors.Values + _weightOffset;
        int area = _layer.KernelSize * _layer.KernelSize;
        int group = _plan.OutChannels * _plan.Taps;
        for (int g = 0; g < _layer.Groups; g++)
            PackedWeights.InputGradient(weights + (g * group), _plan.OutChannels, _plan.InChannels, area, packed.Pointer + (g * group));
    }

    private void Forward(int block, int worker)
    {
        float* input = Bordered(block, worker);
        float* bias = _layer.Bias ? _context.Tensors.Values + _biasOffset : _noBias.Pointer;
        float* output = Output.Block(block, worker);
        for (int g = 0; g < _layer.Groups; g++)
        {
            _context.Kernels.ConvolutionForward(
                _plan,
                input + (g * _plan.InChannels * _plan.InPlane * Lanes.PerBlock),
                _packed.Pointer + (g * _plan.OutChannels * _plan.Taps),
                bias + (g * _plan.OutChannels),
                _rectify,
                output + (g * _plan.OutChannels * _plan.Pixels * Lanes.PerBlock));
        }
    }

    private void WeightGradient(int block, int worker, Activation outputGradient, Activation? channelSums)
    {
        float* input = Bordered(block, worker);
        float* sums = _context.Compilation.Scratch.Of(worker) + (_padded.Size * Lanes.PerBlock);
        float* gradients = _context.Tensors.BlockGradients(block);
        float* weightGradients = gradients + _weightOffset;
        float* target = _context.AddsToGradients ? sums + ConvolutionWeightGradient.ScratchFloats(_plan) : weightGradients;
        float* output = outputGradient.Block(block, worker);
        for (int g = 0; g < _layer.Groups; g++)
        {
            _context.Kernels.ConvolutionWeightGradient(
                _plan,
                input + (g * _plan.InChannels * _plan.InPlane * Lanes.PerBlock),
                output + (g * _plan.OutChannels * _plan.Pixels * Lanes.PerBlock),
                target + (g * _plan.OutChannels * _plan.Taps),
                sums);
        }

        if (target != weightGradients)
        {
            for (int i = 0; i < _packed.Length; i++)
                weightGradients[i] += target[i];
        }

        if (_layer.Bias)
            BiasGradient(output, channelSums is null ? null : channelSums.Block(block, worker), gradients + _biasOffset, sums);
    }

    private void BiasGradient(float* outputGradient, float* channelSums, float* gradients, float* sums)
    {
        for (int o = 0; o < _layer.OutChannels; o++)
        {
            if (channelSums == null)
                _context.Kernels.SumPixels(outputGradient + (o * _plan.Pixels * Lanes.PerBlock), _plan.Pixels, sums);
            float sum = Lanes.Sum(channelSums == null ? sums : channelSums + (o * Lanes.PerBlock));
            gradients[o] = _context.AddsToGradients ? gradients[o] + sum : sum;
        }
    }

    private void InputGradient(
        int block, int worker, Activation outputGradient, Activation inputGradient, AlignedArray<float> packed)
    {
        float* source = outputGradient.Block(block, worker);
        if (GradientNeedsBorders)
        {
            float* bordered = _context.Compilation.Scratch.Of(worker);
            if (_layer.Stride > 1)
                BorderedCopy.Dilate(source, _context.OutputShape, _layer.Stride, _gradientPadding, bordered, _paddedGradient.Height, _paddedGradient.Width);
            else
                _context.Kernels.BorderedAffine(source, _gradientAffine.Scales(block), _gradientAffine.Shifts(block), rectify: false, bordered, _context.OutputShape, _gradientPadding);
            source = bordered;
        }

        float* target = inputGradient.Block(block, worker);
        for (int g = 0; g < _layer.Groups; g++)
        {
            _context.Kernels.ConvolutionForward(
                _gradientPlan,
                source + (g * _gradientPlan.InChannels * _gradientPlan.InPlane * Lanes.PerBlock),
                packed.Pointer + (g * _gradientPlan.OutChannels * _gradientPlan.Taps),
                _noBias.Pointer,
                rectify: false,
                target + (g * _gradientPlan.OutChannels * _gradientPlan.Pixels * Lanes.PerBlock));
        }
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
