using Thimble.Execution;
using Thimble.Kernels;

namespace Thimble.Layers;

/// <summary>Dropout and Dropout2d at work. In evaluation, and with probability 0, there is nothing to do.</summary>
/// <remarks>Number i of a sample (Dropout2d: channel i) is kept if draw i of (seed, epoch, sample, place) is at least p.</remarks>
internal sealed unsafe class DropoutOperation : Operation
{
    private readonly OperationContext _context;
    private readonly float _p;
    private readonly bool _wholeChannels;
    private readonly Activation? _masks;

    public DropoutOperation(float p, bool wholeChannels, OperationContext context)
    {
        _context = context;
        _p = p;
        _wholeChannels = wholeChannels;
        if (!context.Training || p == 0)
        {
            Output = context.Input;
            return;
        }

        int draws = wholeChannels ? context.InputShape.Channels : context.InputShape.Size;
        _masks = new Activation(draws, context.Batch.BlockCapacity, perWorker: false);
        Output = context.OutputInPlace();
        context.Compilation.Forward.AddBlock(Forward);
    }

    public override Activation Output { get; }

    public override Activation? AddBackward(Activation outputGradient, bool needsInputGradient)
    {
        if (_masks is not null)
        {
            _context.Compilation.Backward.AddBlock((block, worker) =>
            {
                float* gradient = outputGradient.Block(block, worker);
                Apply(gradient, _masks.Block(block, worker), gradient);
            });
        }

        return outputGradient;
    }

    private void Forward(int block, int worker)
    {
        float* masks = _masks!.Block(block, worker);
        float kept = 1 / (1 - _p);
        int samples = _context.Batch.SamplesIn(block);
        for (int lane = 0; lane < samples; lane++)
        {
            int sample = _context.Batch.SampleIndices[(block * Lanes.PerBlock) + lane];
            var random = new KeyedRandom(_context.Batch.Seed, _context.Batch.Epoch, sample, _context.Place);
            for (int i = 0; i < _masks.Size; i++)
                masks[(i * Lanes.PerBlock) + lane] = random.Uniform(i) >= _p ? kept : 0;
        }

        Apply(_context.Input.Block(block, worker), masks, Output.Block(block, worker));
    }

    private void Apply(float* source, float* masks, float* destination)
    {
        if (!_wholeChannels)
        {
            _context.Kernels.MaskElements(source, masks, destination, Output.Floats);
            return;
        }

        int pixels = _context.InputShape.PlaneSize;
        for (int c = 0; c < _context.InputShape.Channels; c++)
        {
            int offset = c * pixels * Lanes.PerBlock;
            _context.Kernels.MaskChannel(source + offset, masks + (c * Lanes.PerBlock), destination + offset, pixels);
        }
    }
}
