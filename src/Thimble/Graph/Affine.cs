namespace Thimble.Graph;

/// <summary>x · scale + shift, with a factor and an addend a channel.</summary>
/// <param name="Scale">A factor a channel, or one for all.</param>
/// <param name="Shift">An addend a channel; null for none.</param>
internal sealed record Affine(GraphTensor Scale, GraphTensor? Shift) : Operation
{
    /// <inheritdoc/>
    public override IReadOnlyList<GraphTensor> Tensors => Shift is null ? [Scale] : [Scale, Shift];

    /// <inheritdoc/>
    public override DerivativeReads DerivativeReads => DerivativeReads.Inputs;

    /// <inheritdoc/>
    public override Shape OutputShape(IReadOnlyList<Shape> inputs) => inputs[0];

    /// <summary>A factor and an addend for each of so many channels.</summary>
    public (double[] Factors, double[] Addends) AsAffine(int channels) => (
        [.. Enumerable.Range(0, channels).Select(c => (double)Scale.Values[c % Scale.Count])],
        [.. Enumerable.Range(0, channels).Select(c => (double)(Shift?.Values[c] ?? 0))]);

    /// <inheritdoc/>
    public override Tensor4 Forward(DefinitionNumbers numbers, IReadOnlyList<Tensor4> inputs)
    {
        (double[] scale, double[]? shift) = (numbers[Scale], Shift is null ? null : numbers[Shift]);
        return inputs[0].Select((x, channel) => (x * scale[channel % scale.Length]) + (shift?[channel] ?? 0));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor4> Backward(DefinitionNumbers numbers, IReadOnlyList<Tensor4> inputs, Tensor4 outputGradient)
    {
        double[] scale = numbers[Scale];
        numbers.AddGradient(Scale, inputs[0].Times(outputGradient).ChannelSums());
        if (Shift is not null)
            numbers.AddGradient(Shift, outputGradient.ChannelSums());
        return [outputGradient.Select((g, channel) => g * scale[channel % scale.Length])];
    }

    /// <inheritdoc/>
    public override TResult Accept<TArgument, TResult>(IOperationVisitor<TArgument, TResult> visitor, TArgument argument) => visitor.Visit(this, argument);
}
