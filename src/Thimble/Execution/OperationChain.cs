namespace Thimble.Execution;

/// <summary>Operations one after the other.</summary>
/// <param name="operations">At least one, first to last, with the names of their layers.</param>
/// <param name="compilation">What they are compiled into.</param>
internal sealed class OperationChain(IReadOnlyList<(string Layer, Operation Operation)> operations, Compilation compilation)
{
    /// <summary>Where the last one's output lies.</summary>
    public Activation Output => operations[^1].Operation.Output;

    /// <summary>Adds every operation's backward passes, last to first.</summary>
    /// <inheritdoc cref="Operation.AddBackward"/>
    public Activation? AddBackward(Activation outputGradient, bool needsInputGradient)
    {
        Activation? gradient = outputGradient;
        string outer = compilation.Backward.Layer;
        for (int i = operations.Count - 1; i >= 0; i--)
        {
            compilation.BeginLayer(operations[i].Layer);
            gradient = operations[i].Operation.AddBackward(gradient!, i > 0 || needsInputGradient);
        }

        compilation.BeginLayer(outer);
        return gradient;
    }
}
