using Thimble.Execution;

namespace Thimble.Layers;

/// <summary>
/// ReLU at work: in place, both ways. But a convolution before it rectifies as it puts its values out, and a
/// normalization behind it does the gradient's part by the way; and where a normalization before it has put its work
/// off, the ReLU is put off with it. Then nothing is left to do here.
/// </summary>
internal sealed unsafe class ReLUOperation : Operation
{
    private readonly OperationContext _context;
    private readonly bool _isDeferred;

    public ReLUOperation(OperationContext context)
    {
        _context = context;
        if (context.Input.Deferred is { Rectify: false } deferred)
        {
            deferred.Rectify = true;
            _isDeferred = true;
            Output = context.Input;
            return;
        }

        Activation input = context.SettledInput();
        Output = context.OutputInPlace(input);
        if (Output == input && input.RectifyAtSource is { } rectifyAtSource)
        {
            rectifyAtSource();
        }
        else
        {
            context.Compilation.Forward.AddBlock((block, worker) => context.Kernels.RectifierForward(
                input.Block(block, worker), Output.Block(block, worker), Output.Floats));
        }

        // The backward pass reads the sign of the output.
        Output.IsOverwritable = !context.Training;
        Output.IsRectified = true;
    }

    public override Activation Output { get; }

    public override Activation? AddBackward(Activation outputGradient, bool needsInputGradient)
    {
        if (_isDeferred)
            return outputGradient;
        if (outputGradient.IsRectified)
        {
            outputGradient.IsRectified = false;
            return outputGradient;
        }

        outputGradient.ChannelSums = null;
        _context.Compilation.Backward.AddBlock((block, worker) => _context.Kernels.RectifierBackward(
            Output.Block(block, worker), outputGradient.Block(block, worker), Output.Floats));
        return outputGradient;
    }
}
