using Thimble.Execution;

namespace Thimble.Layers;

/// <summary>Dropout at work. In evaluation, and with probability 0, there is nothing to do.</summary>
internal sealed unsafe class DropoutOperation : Operation
{
    private readonly OperationContext _context;
    private readonly DropoutMasks? _masks;

    public DropoutOperation(float p, OperationContext context)
    {
        _context = context;
        Output = context.Input;
        if (!context.Training || p == 0)
            return;
        Activation input = context.SettledInput();
        Output = context.OutputInPlace(input);
        _masks = new(p, context.InputShape.Size, context);
        context.Compilation.Forward.AddBlock((block, worker) =>
        {
            _masks.Draw(block, worker);
            context.Kernels.MaskElements(input.Block(block, worker), _masks.Values.Block(block, worker), Output.Block(block, worker), Output.Floats);
        });
    }

    public override Activation Output { get; }

    public override Activation? AddBackward(Activation outputGradient, bool needsInputGradient)
    {
        if (_masks is null)
            return outputGradient;
        outputGradient.ChannelSums = null;
        _context.Compilation.Backward.AddBlock((block, worker) =>
        {
            float* gradient = outputGradient.Block(block, worker);
            _context.Kernels.MaskElements(gradient, _masks.Values.Block(block, worker), gradient, Output.Floats);
        });
        return outputGradient;
    }
}
