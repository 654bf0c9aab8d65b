namespace Thimble.Graph;

/// <summary>The same numbers, in the order channel, row, column, as another shape.</summary>
/// <param name="Shape">The shape.</param>
internal sealed record Reshape(Shape Shape) : Operation
{
    /// <inheritdoc/>
    public override DerivativeReads DerivativeReads => DerivativeReads.Nothing;

    /// <inheritdoc/>
    public override Shape OutputShape(IReadOnlyList<Shape> inputs) => inputs[0].Size == Shape.Size
        ? Shape
        : throw new InvalidInputException($"{inputs[0]} has not as many numbers as {Shape}");

    /// <inheritdoc/>
    public override Tensor4 Forward(DefinitionNumbers numbers, IReadOnlyList<Tensor4> inputs) =>
        new(inputs[0].Samples, Shape.Channels, Shape.Height, Shape.Width) { Values = inputs[0].Values };

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor4> Backward(DefinitionNumbers numbers, IReadOnlyList<Tensor4> inputs, Tensor4 outputGradient) =>
        [inputs[0] with { Values = outputGradient.Values }];

    /// <inheritdoc/>
    public override TResult Accept<TArgument, TResult>(IOperationVisitor<TArgument, TResult> visitor, TArgument argument) => visitor.Visit(this, argument);
}
