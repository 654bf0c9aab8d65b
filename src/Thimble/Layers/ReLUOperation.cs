using Thimble.Execution;

namespace Thimble.Layers;

/// <summary>ReLU at work: in place, both ways.</summary>
internal sealed unsafe class ReLUOperation : Operation
{
    private readonly OperationContext _context;

    public ReLUOperation(OperationContext context)
    {
        _context = context;
        Output = context.OutputInPlace();
        // The backward pass reads the sign of the output.
        Output.IsOverwritable = !context.Training;
        context.Compilation.Forward.AddBlock((block, worker) => context.Kernels.RectifierForward(
            context.Input.Block(block, worker), Output.Block(block, worker), Output.Floats));
    }

    public override Activation Output { get; }

    public override Activation? AddBackward(Activation outputGradient, bool needsInputGradient)
    {
        _context.Compilation.Backward.AddBlock((block, worker) => _context.Kernels.RectifierBackward(
            Output.Block(block, worker), outputGradient.Block(block, worker), Output.Floats));
        return outputGradient;
    }
}
