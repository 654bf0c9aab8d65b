using Thimble.Graph;
using Thimble.Kernels;

namespace Thimble.Engine.Blocks;

/// <summary>A convolution of blocks.</summary>
internal sealed unsafe class ConvolutionBlock : BlockStep
{
    private readonly BlockEmitter _to;
    private readonly Step _step;
    private readonly Convolution _operation;
    private readonly WeightedConvolution _convolution;
    private readonly Activation _input;
    private readonly Activation _output;
    private readonly Shape _inputShape;
    private readonly Shape _outputShape;
    private readonly DeferredAffine? _prologue;
    private readonly DeferredAffine _inputAffine;
    private readonly Shape _padded;

    public ConvolutionBlock(Convolution operation, BlockEmitter to, Step step)
    {
        _to = to;
        _step = step;
        _operation = operation;
        _input = to.ValueOf(step.Inputs[0]);
        _inputShape = to.ShapeOf(step.Inputs[0]);
        _outputShape = step.Shape;
        _padded = operation.Window.Padded(_inputShape);
        _convolution = new(operation, _inputShape, to.Kernels);
        _prologue = to.AffineOf(step.Inputs[0]);
        _inputAffine = _prologue ?? DeferredAffine.Identity(_inputShape.Channels);
        to.Scratch.Reserve(BorderFloats(_convolution.ReadsDeferred) + _convolution.ScratchFloats);
        _output = to.Place(step, to.NewOutput(_outputShape));
        to.Preparations.Add(() => _convolution.Pack(to.Tensors[operation.Weight]));
        to.Forward.AddBlock(Forward);
    }

    private float* Bias => _operation.Bias is null ? null : _to.Tensors[_operation.Bias];

    public override void AddBackward(Activation outputGradient, BackwardEmitter to)
    {
        if (_step.Epilogue.Rectifies && !_step.IsRectifierDifferentiated)
        {
            PointwiseKernel rectifier = FunctionKernels.Of(new Rectifier(), _to.Kernels);
            to.Passes.AddBlock(
                (block, worker) => rectifier.Backward(_output.Block(block, worker), outputGradient.Block(block, worker), _output.Floats), "rectifier");
        }

        var gradient = new WeightGradient(_operation, _convolution.Plan, _inputShape, to.AddsTo(_operation.Weight), _to.Kernels);
        _to.Scratch.Reserve(BorderFloats(gradient.ReadsDeferred) + gradient.ScratchFloats);
        Activation? channelSums = _step.TakesChannelSums ? to.ChannelSumsOf(_step) : null;
        bool addsToBias = _operation.Bias is not null && to.AddsTo(_operation.Bias);
        to.Passes.AddBlock((block, worker) =>
        {
            float* sums = _to.Scratch.Of(worker) + BorderFloats(gradient.ReadsDeferred);
            float* output = outputGradient.Block(block, worker);
            gradient.Run(Input(block, worker, gradient.ReadsDeferred), output, _to.Tensors.GradientOf(_operation.Weight, block), sums);
            if (_operation.Bias is { } bias)
                BiasGradient(output, channelSums is null ? null : channelSums.Block(block, worker), _to.Tensors.GradientOf(bias, block), addsToBias, sums);
        }, "weight gradient");
        if (to.Needs(_step.Inputs[0]))
            AddInputGradient(outputGradient, to);
        to.Gradients.Return(outputGradient);
    }

    private void AddInputGradient(Activation outputGradient, BackwardEmitter to)
    {
        var gradient = new InputGradient(_operation, _inputShape, _outputShape, _to.Kernels);
        DeferredAffine identity = DeferredAffine.Identity(_outputShape.Channels);
        Activation inputGradient = to.Gradients.Rent(_inputShape.Size);
        _to.Scratch.Reserve(Lanes.Floats(gradient.Bordered) + gradient.ScratchFloats);
        _to.Preparations.Add(() => gradient.Pack(_to.Tensors[_operation.Weight]));
        to.Passes.AddBlock((block, worker) =>
        {
            float* source = outputGradient.Block(block, worker);
            float* scratch = _to.Scratch.Of(worker);
            if (gradient.Border != 0)
                _to.Kernels.BorderedAffine(source, identity.Scales(block), identity.Shifts(block), rectify: false, scratch, _outputShape, gradient.Border);
            gradient.Run(gradient.Border == 0 ? source : scratch, inputGradient.Block(block, worker), scratch + Lanes.Floats(gradient.Bordered));
        }, "input gradient");
        to.Give(_step.Inputs[0], inputGradient);
    }

    private void Forward(int block, int worker)
    {
        float* scratch = _to.Scratch.Of(worker) + BorderFloats(_convolution.ReadsDeferred);
        _convolution.Run(Input(block, worker, _convolution.ReadsDeferred), Bias, _step.Epilogue.Rectifies, _output.Block(block, worker), scratch);
    }

    private void BiasGradient(float* outputGradient, float* channelSums, float* gradients, bool adds, float* sums)
    {
        int pixels = _outputShape.PlaneSize;
        for (int o = 0; o < _outputShape.Channels; o++)
        {
            if (channelSums == null)
                _to.Kernels.SumPixels(outputGradient + (o * pixels * Lanes.PerBlock), pixels, sums);
            float sum = Lanes.Sum(channelSums == null ? sums : channelSums + (o * Lanes.PerBlock));
            gradients[o] = adds ? gradients[o] + sum : sum;
        }
    }

    // What the copy with borders takes at the beginning of the scratch.
    private long BorderFloats(bool readsDeferred) => readsDeferred ? 0 : Lanes.Floats(_padded);

    private DeferredBlock Input(int block, int worker, bool readsDeferred)
    {
        float* input = _input.Block(block, worker);
        if (readsDeferred && _prologue is not null)
            return new(input, _prologue.Scales(block), _prologue.Shifts(block), _prologue.Rectify);
        if (readsDeferred || (_operation.Window.Padding == 0 && _prologue is null))
            return new(input);
        float* bordered = _to.Scratch.Of(worker);
        _to.Kernels.BorderedAffine(
            input, _inputAffine.Scales(block), _inputAffine.Shifts(block), _inputAffine.Rectify, bordered, _inputShape, _operation.Window.Padding);
        return new(bordered);
    }
}
