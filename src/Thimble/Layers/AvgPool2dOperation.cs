using Thimble.Execution;
using Thimble.Kernels;

namespace Thimble.Layers;

/// <summary>AvgPool2d at work, and AdaptiveAvgPool2d(1), whose one window is the whole channel.</summary>
internal sealed unsafe class AvgPool2dOperation : Operation
{
    private readonly OperationContext _context;
    private readonly PoolingPlan _plan;

    public AvgPool2dOperation(Window window, OperationContext context)
        : this(window.KernelSize, window.KernelSize, window, context)
    {
    }

    public AvgPool2dOperation(int kernelHeight, int kernelWidth, Window window, OperationContext context)
    {
        _context = context;
        _plan = new(context.InputShape, context.OutputShape, kernelHeight, kernelWidth, window.Stride, window.Padding);
        Activation input = context.SettledInput();
        Output = context.NewOutput();
        context.Compilation.Forward.AddBlock((block, worker) =>
            context.Kernels.AveragePool(_plan, input.Block(block, worker), Output.Block(block, worker)));
    }

    public override Activation Output { get; }

    public override Activation? AddBackward(Activation outputGradient, bool needsInputGradient)
    {
        Compilation compilation = _context.Compilation;
        Activation inputGradient = compilation.Gradients.Rent(_context.InputShape.Size);
        compilation.Backward.AddBlock((block, worker) => _context.Kernels.AveragePoolBackward(
            _plan, outputGradient.Block(block, worker), inputGradient.Block(block, worker)));
        compilation.Gradients.Return(outputGradient);
        return inputGradient;
    }
}
