using Thimble.Execution;
using Thimble.Kernels;

namespace Thimble.Layers;

/// <summary>
/// Dropout2d at work. Behind a normalization whose work is put off, the masks become part of that; otherwise it is a
/// pass of its own. In evaluation, and with probability 0, there is nothing to do.
/// </summary>
internal sealed unsafe class Dropout2dOperation : Operation
{
    private readonly OperationContext _context;
    private readonly DropoutMasks? _masks;
    private readonly bool _isDeferred;

    public Dropout2dOperation(float p, OperationContext context)
    {
        _context = context;
        Output = context.Input;
        if (!context.Training || p == 0)
            return;
        _masks = new(p, context.InputShape.Channels, context);
        if (context.Input.Deferred is { Masks: null } deferred)
        {
            _isDeferred = true;
            deferred.Masks = _masks.Values;
            context.Compilation.Forward.AddBlock((block, worker) => Defer(deferred, block, worker));
            return;
        }

        Activation input = context.SettledInput();
        Output = context.OutputInPlace(input);
        context.Compilation.Forward.AddBlock((block, worker) =>
        {
            _masks.Draw(block, worker);
            Apply(input.Block(block, worker), _masks.Values.Block(block, worker), Output.Block(block, worker));
        });
    }

    public override Activation Output { get; }

    public override Activation? AddBackward(Activation outputGradient, bool needsInputGradient)
    {
        // The normalization that put its work off also takes the masks into its gradient.
        if (_masks is null || _isDeferred)
            return outputGradient;
        outputGradient.ChannelSums = null;
        _context.Compilation.Backward.AddBlock((block, worker) =>
        {
            float* gradient = outputGradient.Block(block, worker);
            Apply(gradient, _masks.Values.Block(block, worker), gradient);
        });
        return outputGradient;
    }

    private void Defer(DeferredAffine deferred, int block, int worker)
    {
        _masks!.Draw(block, worker);
        float* masks = _masks.Values.Block(block, worker);
        float* scales = deferred.Scales(block);
        float* shifts = deferred.Shifts(block);
        for (int i = 0; i < _masks.Values.Floats; i++)
        {
            scales[i] *= masks[i];
            shifts[i] *= masks[i];
        }
    }

    private void Apply(float* source, float* masks, float* destination)
    {
        int pixels = _context.InputShape.PlaneSize;
        for (int c = 0; c < _context.InputShape.Channels; c++)
        {
            int offset = c * pixels * Lanes.PerBlock;
            _context.Kernels.MaskChannel(source + offset, masks + (c * Lanes.PerBlock), destination + offset, pixels);
        }
    }
}
