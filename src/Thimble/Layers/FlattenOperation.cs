using Thimble.Execution;

namespace Thimble.Layers;

/// <summary>Flatten at work: channel, row, column is the order in which a block's numbers lie already.</summary>
/// <param name="context">Where the input lies.</param>
internal sealed class FlattenOperation(OperationContext context) : Operation
{
    public override Activation Output { get; } = context.SettledInput();

    public override Activation? AddBackward(Activation outputGradient, bool needsInputGradient) => outputGradient;
}
