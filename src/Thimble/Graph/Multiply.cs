namespace Thimble.Graph;

/// <summary>The product of two values: number by number, or the second one's number of a channel with the whole channel.</summary>
internal sealed record Multiply : Operation
{
    /// <inheritdoc/>
    public override DerivativeReads DerivativeReads => DerivativeReads.Inputs;

    /// <inheritdoc/>
    public override Shape OutputShape(IReadOnlyList<Shape> inputs) =>
        inputs[1].Channels == inputs[0].Channels && inputs[1].IsFlat == inputs[0].IsFlat && (inputs[1].PlaneSize == 1 || inputs[1].PlaneSize == inputs[0].PlaneSize)
            ? inputs[0]
            : throw new InvalidInputException($"{inputs[0]} and {inputs[1]} cannot be multiplied; give both the same shape, or the second one number a channel");

    /// <summary>Whether the second value has one number a channel where the first has more.</summary>
    public static bool IsByChannel(Shape first, Shape second) => second.PlaneSize == 1 && first.PlaneSize > 1;

    /// <inheritdoc/>
    public override Tensor4 Forward(DefinitionNumbers numbers, IReadOnlyList<Tensor4> inputs) => inputs[0].Times(inputs[1]);

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor4> Backward(DefinitionNumbers numbers, IReadOnlyList<Tensor4> inputs, Tensor4 outputGradient)
    {
        Tensor4 second = outputGradient.Times(inputs[0]);
        return [outputGradient.Times(inputs[1]), inputs[1].PlaneSize == inputs[0].PlaneSize ? second : second.PlaneSums()];
    }

    /// <inheritdoc/>
    public override TResult Accept<TArgument, TResult>(IOperationVisitor<TArgument, TResult> visitor, TArgument argument) => visitor.Visit(this, argument);
}
