namespace Thimble.Execution;

/// <summary>Operations one after the other.</summary>
/// <param name="operations">At least one, first to last.</param>
internal sealed class OperationChain(IReadOnlyList<Operation> operations)
{
    /// <summary>Where the last one's output lies.</summary>
    public Activation Output => operations[^1].Output;

    /// <summary>Adds every operation's backward passes, last to first.</summary>
    /// <inheritdoc cref="Operation.AddBackward"/>
    public Activation? AddBackward(Activation outputGradient, bool needsInputGradient)
    {
        Activation? gradient = outputGradient;
        for (int i = operations.Count - 1; i >= 0; i--)
            gradient = operations[i].AddBackward(gradient!, i > 0 || needsInputGradient);
        return gradient;
    }
}
