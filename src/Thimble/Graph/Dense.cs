namespace Thimble.Graph;

/// <summary>weight · x + bias of a flat vector.</summary>
/// <param name="Weight">Outputs, inputs.</param>
/// <param name="Bias">Outputs; null for none.</param>
internal sealed record Dense(GraphTensor Weight, GraphTensor? Bias) : Operation
{
    /// <inheritdoc/>
    public override IReadOnlyList<GraphTensor> Tensors => Bias is null ? [Weight] : [Weight, Bias];

    /// <inheritdoc/>
    public override DerivativeReads DerivativeReads => DerivativeReads.Inputs;

    private DenseDefinition Definition => new(Weight.Dimensions[1], Weight.Dimensions[0]);

    /// <inheritdoc/>
    public override Shape OutputShape(IReadOnlyList<Shape> inputs) => Shape.Flat(Weight.Dimensions[0]);

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input, Shape output) => (long)input.Size * output.Size;

    /// <inheritdoc/>
    public override Tensor4 Forward(DefinitionNumbers numbers, IReadOnlyList<Tensor4> inputs) =>
        new(inputs[0].Samples, Weight.Dimensions[0], 1, 1) { Values = Definition.Forward(inputs[0].Values, numbers[Weight], Bias is null ? null : numbers[Bias]) };

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor4> Backward(DefinitionNumbers numbers, IReadOnlyList<Tensor4> inputs, Tensor4 outputGradient)
    {
        numbers.AddGradient(Weight, Definition.WeightGradient(inputs[0].Values, outputGradient.Values));
        if (Bias is not null)
            numbers.AddGradient(Bias, Definition.BiasGradient(outputGradient.Values));
        return [inputs[0] with { Values = Definition.InputGradient(numbers[Weight], outputGradient.Values) }];
    }

    /// <inheritdoc/>
    public override TResult Accept<TArgument, TResult>(IOperationVisitor<TArgument, TResult> visitor, TArgument argument) => visitor.Visit(this, argument);
}

/// <summary>
/// torch.nn.Linear: y = weight · x + bias, with input samples × I, weight O × I, bias O, output samples × O, each row by
/// row in one array.
/// </summary>
/// <param name="inputs">I.</param>
/// <param name="outputs">O.</param>
internal sealed class DenseDefinition(int inputs, int outputs)
{
    /// <summary>output[n, o] = bias[o] + Σ weight[o, i] · input[n, i].</summary>
    public double[] Forward(double[] input, double[] weight, double[]? bias)
    {
        double[] output = new double[input.Length / inputs * outputs];
        for (int at = 0; at < output.Length; at++)
        {
            output[at] = bias?[at % outputs] ?? 0;
            for (int i = 0; i < inputs; i++)
                output[at] += weight[(at % outputs * inputs) + i] * input[(at / outputs * inputs) + i];
        }

        return output;
    }

    /// <summary>d loss / d input[n, i] = Σ weight[o, i] · d loss / d output[n, o].</summary>
    public double[] InputGradient(double[] weight, double[] outputGradient)
    {
        double[] gradient = new double[outputGradient.Length / outputs * inputs];
        for (int at = 0; at < outputGradient.Length; at++)
        {
            for (int i = 0; i < inputs; i++)
                gradient[(at / outputs * inputs) + i] += weight[(at % outputs * inputs) + i] * outputGradient[at];
        }

        return gradient;
    }

    /// <summary>d loss / d weight[o, i] = Σ input[n, i] · d loss / d output[n, o].</summary>
    public double[] WeightGradient(double[] input, double[] outputGradient)
    {
        double[] gradient = new double[inputs * outputs];
        for (int at = 0; at < outputGradient.Length; at++)
        {
            for (int i = 0; i < inputs; i++)
                gradient[(at % outputs * inputs) + i] += input[(at / outputs * inputs) + i] * outputGradient[at];
        }

        return gradient;
    }

    /// <summary>d loss / d bias[o] = Σ d loss / d output[n, o].</summary>
    public double[] BiasGradient(double[] outputGradient)
    {
        double[] gradient = new double[outputs];
        for (int at = 0; at < outputGradient.Length; at++)
            gradient[at % outputs] += outputGradient[at];
        return gradient;
    }
}
