using Thimble.Graph;
using Thimble.Kernels;

namespace Thimble.Engine.Blocks;

/// <summary>A function of each number, in place both ways where nobody else needs the numbers.</summary>
internal sealed unsafe class PointwiseBlock : BlockStep
{
    private readonly Step _step;
    private readonly PointwiseKernel _kernel;
    private readonly Activation _kept;

    public PointwiseBlock(Pointwise operation, BlockEmitter to, Step step)
    {
        _step = step;
        _kernel = FunctionKernels.Of(operation.Function, to.Kernels);
        Activation input = to.ValueOf(step.Inputs[0]);
        Activation output = to.Place(step, to.OutputInPlace(step, input));
        _kept = operation.Function.IsDerivativeOfOutput ? output : input;
        to.Forward.AddBlock((block, worker) => _kernel.Forward(input.Block(block, worker), output.Block(block, worker), output.Floats));
    }

    public override void AddBackward(Activation outputGradient, BackwardEmitter to)
    {
        if (!_step.IsRectifierDifferentiated)
            to.Passes.AddBlock((block, worker) => _kernel.Backward(_kept.Block(block, worker), outputGradient.Block(block, worker), _kept.Floats));
        to.Give(_step.Inputs[0], outputGradient);
    }
}

/// <summary>The same numbers as another shape: channel, row, column is the order in which a block's numbers are already.</summary>
internal sealed class ReshapeBlock : BlockStep
{
    private readonly Step _step;

    public ReshapeBlock(BlockEmitter to, Step step)
    {
        _step = step;
        to.Place(step, to.ValueOf(step.Inputs[0]));
    }

    public override void AddBackward(Activation outputGradient, BackwardEmitter to) => to.Give(_step.Inputs[0], outputGradient);
}
