using Thimble.Execution;

namespace Thimble.Layers;

/// <summary>Reads an image as one flat vector: channel, row, column.</summary>
public sealed record Flatten : Layer
{
    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => Shape.Flat(input.Size);

    /// <inheritdoc/>
    /// <remarks>What reads the vector sees every pixel.</remarks>
    public override Window WindowOn(Shape input) => new(Math.Max(input.Height, input.Width));

    internal override Operation CreateOperation(OperationContext context) => new FlattenOperation(context);
}
