using Thimble.Graph;
using Thimble.Kernels;

namespace Thimble.Engine.Blocks;

/// <summary>The largest number in each window: it remembers where each maximum was.</summary>
internal sealed unsafe class MaximumPoolBlock : BlockStep
{
    private readonly BlockEmitter _to;
    private readonly Step _step;
    private readonly PoolingPlan _plan;
    private readonly Activation _winners;

    public MaximumPoolBlock(MaximumPool operation, BlockEmitter to, Step step)
    {
        _to = to;
        _step = step;
        _plan = new(to.ShapeOf(step.Inputs[0]), step.Shape, operation.Window);
        Activation input = to.ValueOf(step.Inputs[0]);
        DeferredAffine affine = to.AffineOf(step.Inputs[0]) ?? DeferredAffine.Identity(_plan.Input.Channels);
        Activation output = to.Place(step, to.NewOutput(step.Shape));
        _winners = to.NewScratchOutput(step.Shape);
        to.Forward.AddBlock((block, worker) => to.Kernels.MaximumPool(
            _plan, input.Block(block, worker), affine.Scales(block), affine.Shifts(block), affine.Rectify, output.Block(block, worker), _winners.Block(block, worker)));
    }

    public override void AddBackward(Activation outputGradient, BackwardEmitter to)
    {
        Activation inputGradient = to.Gradients.Rent(_plan.Input.Size);
        to.Passes.AddBlock((block, worker) => _to.Kernels.MaximumPoolBackward(
            _plan, _winners.Block(block, worker), outputGradient.Block(block, worker), inputGradient.Block(block, worker)));
        to.Gradients.Return(outputGradient);
        to.Give(_step.Inputs[0], inputGradient);
    }
}

/// <summary>The mean of each window.</summary>
internal sealed unsafe class AveragePoolBlock : BlockStep
{
    private readonly BlockEmitter _to;
    private readonly Step _step;
    private readonly PoolingPlan _plan;

    public AveragePoolBlock(AveragePool operation, BlockEmitter to, Step step)
    {
        _to = to;
        _step = step;
        _plan = new(to.ShapeOf(step.Inputs[0]), step.Shape, operation.Window);
        Activation input = to.ValueOf(step.Inputs[0]);
        Activation output = to.Place(step, to.NewOutput(step.Shape));
        to.Forward.AddBlock((block, worker) => to.Kernels.AveragePool(_plan, input.Block(block, worker), output.Block(block, worker)));
    }

    public override void AddBackward(Activation outputGradient, BackwardEmitter to)
    {
        Activation inputGradient = to.Gradients.Rent(_plan.Input.Size);
        to.Passes.AddBlock((block, worker) => _to.Kernels.AveragePoolBackward(
            _plan, outputGradient.Block(block, worker), inputGradient.Block(block, worker)));
        to.Gradients.Return(outputGradient);
        to.Give(_step.Inputs[0], inputGradient);
    }
}
