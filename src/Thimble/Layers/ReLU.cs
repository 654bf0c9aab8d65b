using Thimble.Execution;

namespace Thimble.Layers;

/// <summary>max(0, x), element by element.</summary>
public sealed record ReLU : Layer
{
    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => input;

    internal override Operation CreateOperation(OperationContext context) => new ReLUOperation(context);
}
