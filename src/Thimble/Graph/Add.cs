namespace Thimble.Graph;

/// <summary>The sum of two values of one shape.</summary>
internal sealed record Add : Operation
{
    /// <inheritdoc/>
    public override DerivativeReads DerivativeReads => DerivativeReads.Nothing;

    /// <inheritdoc/>
    public override Shape OutputShape(IReadOnlyList<Shape> inputs) => inputs[0] == inputs[1]
        ? inputs[0]
        : throw new InvalidInputException($"{inputs[0]} and {inputs[1]} cannot be added; give both the same shape");

    /// <inheritdoc/>
    public override Tensor4 Forward(DefinitionNumbers numbers, IReadOnlyList<Tensor4> inputs) => inputs[0].Plus(inputs[1]);

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor4> Backward(DefinitionNumbers numbers, IReadOnlyList<Tensor4> inputs, Tensor4 outputGradient) =>
        [outputGradient, outputGradient];

    /// <inheritdoc/>
    public override TResult Accept<TArgument, TResult>(IOperationVisitor<TArgument, TResult> visitor, TArgument argument) => visitor.Visit(this, argument);
}
