using Thimble.Execution;
using Thimble.Kernels;

namespace Thimble.Layers;

/// <summary>MaxPool2d at work: it remembers where each maximum was.</summary>
internal sealed unsafe class MaxPool2dOperation : Operation
{
    private readonly OperationContext _context;
    private readonly PoolingPlan _plan;
    private readonly Activation _winners;

    public MaxPool2dOperation(Window window, OperationContext context)
    {
        _context = context;
        _plan = new(context.InputShape, context.OutputShape, window.KernelSize, window.KernelSize, window.Stride, window.Padding);
        DeferredAffine affine = context.Input.Deferred ?? DeferredAffine.Identity(context.InputShape.Channels);
        Output = context.NewOutput();
        _winners = context.NewOutput();
        if (!context.Training)
            context.Compilation.Activations.Return(_winners);
        context.Compilation.Forward.AddBlock((block, worker) => context.Kernels.MaximumPool(
            _plan, context.Input.Block(block, worker), affine.Scales(block), affine.Shifts(block), affine.Rectify, Output.Block(block, worker), _winners.Block(block, worker)));
    }

    public override Activation Output { get; }

    public override Activation? AddBackward(Activation outputGradient, bool needsInputGradient)
    {
        Compilation compilation = _context.Compilation;
        Activation inputGradient = compilation.Gradients.Rent(_context.InputShape.Size);
        compilation.Backward.AddBlock((block, worker) => _context.Kernels.MaximumPoolBackward(
            _plan, _winners.Block(block, worker), outputGradient.Block(block, worker), inputGradient.Block(block, worker)));
        compilation.Gradients.Return(outputGradient);
        return inputGradient;
    }
}
