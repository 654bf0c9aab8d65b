namespace Thimble.Graph;

/// <summary>A convolution (a cross-correlation, as in PyTorch).</summary>
/// <param name="Weight">Output channels, input channels / groups, kernel rows, kernel columns.</param>
/// <param name="Bias">Output channels; null for none.</param>
/// <param name="Window">The kernel, its stride and the zeros around the input.</param>
/// <param name="Groups">Groups of channels that do not see each other.</param>
internal sealed record Convolution(GraphTensor Weight, GraphTensor? Bias, Window Window, int Groups) : Operation
{
    /// <inheritdoc/>
    public override IReadOnlyList<GraphTensor> Tensors => Bias is null ? [Weight] : [Weight, Bias];

    /// <inheritdoc/>
    public override DerivativeReads DerivativeReads => DerivativeReads.Inputs;

    /// <summary>Output channels.</summary>
    public int OutChannels => Weight.Dimensions[0];

    private ConvolutionDefinition Definition => new(Window, OutChannels, Groups);

    /// <inheritdoc/>
    public override Shape OutputShape(IReadOnlyList<Shape> inputs) => Window.Slide(inputs[0]) with { Channels = OutChannels };

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input, Shape output) => (long)output.Channels * output.Height * output.Width * (input.Channels / Groups) * Window.Kernel.Area;

    /// <inheritdoc/>
    public override Tensor4 Forward(DefinitionNumbers numbers, IReadOnlyList<Tensor4> inputs) =>
        Definition.Forward(inputs[0], numbers[Weight], Bias is null ? null : numbers[Bias]);

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor4> Backward(DefinitionNumbers numbers, IReadOnlyList<Tensor4> inputs, Tensor4 outputGradient)
    {
        numbers.AddGradient(Weight, Definition.WeightGradient(inputs[0], outputGradient));
        if (Bias is not null)
            numbers.AddGradient(Bias, Definition.BiasGradient(outputGradient));
        return [Definition.InputGradient(inputs[0], numbers[Weight], outputGradient)];
    }

    /// <inheritdoc/>
    public override TResult Accept<TArgument, TResult>(IOperationVisitor<TArgument, TResult> visitor, TArgument argument) => visitor.Visit(this, argument);
}

/// <summary>
/// A convolution as torch.nn.Conv2d defines it (a cross-correlation), written down and nothing more: input samples × C ×
/// H × W, weight O × C/groups × K × K, bias O, output samples × O × H' × W' with H' = (H + 2·padding − K) / stride + 1; rows and columns may differ.
/// </summary>
/// <param name="window">Kernel size, stride and padding.</param>
/// <param name="outputChannels">O.</param>
/// <param name="groups">Groups of channels that do not see each other.</param>
internal sealed class ConvolutionDefinition(Window window, int outputChannels, int groups = 1)
{
    private delegate void Term(int sample, int output, int row, int column, int input, int inputRow, int inputColumn, int weight);

    /// <summary>output[n, o, y, x] = bias[o] + Σ weight[o, c, i, j] · input[n, c', y·stride + i − padding, x·stride + j − padding].</summary>
    public Tensor4 Forward(Tensor4 input, double[] weight, double[]? bias)
    {
        Size2d positions = window.Positions(input.Height, input.Width);
        var output = new Tensor4(input.Samples, outputChannels, positions.Rows, positions.Columns);
        if (bias is not null)
        {
            for (int i = 0; i < output.Values.Length; i++)
                output.Values[i] = bias[i / output.PlaneSize % outputChannels];
        }

        ForEachTerm(input, output, (n, o, y, x, c, row, column, w) => output[n, o, y, x] += weight[w] * input[n, c, row, column]);
        return output;
    }

    /// <summary>d loss / d input, given d loss / d output: each term's weight carries the gradient back.</summary>
    /// <param name="input">The input, of which only the shape counts.</param>
    /// <param name="weight">The weight.</param>
    /// <param name="outputGradient">d loss / d output.</param>
    public Tensor4 InputGradient(Tensor4 input, double[] weight, Tensor4 outputGradient)
    {
        Tensor4 gradient = input.ZerosAlike();
        ForEachTerm(input, outputGradient, (n, o, y, x, c, row, column, w) => gradient[n, c, row, column] += weight[w] * outputGradient[n, o, y, x]);
        return gradient;
    }

    /// <summary>d loss / d weight: each term's input times the gradient of its output.</summary>
    public double[] WeightGradient(Tensor4 input, Tensor4 outputGradient)
    {
        double[] gradient = new double[outputChannels * (input.Channels / groups) * window.Kernel.Area];
        ForEachTerm(input, outputGradient, (n, o, y, x, c, row, column, w) => gradient[w] += input[n, c, row, column] * outputGradient[n, o, y, x]);
        return gradient;
    }

    /// <summary>d loss / d bias: the sum of each output channel's gradient.</summary>
    public double[] BiasGradient(Tensor4 outputGradient)
    {
        double[] gradient = new double[outputChannels];
        for (int i = 0; i < outputGradient.Values.Length; i++)
            gradient[i / outputGradient.PlaneSize % outputChannels] += outputGradient.Values[i];
        return gradient;
    }

    // Forward and both gradients are sums over the same terms weight · input → output; only what is summed differs.
    private void ForEachTerm(Tensor4 input, Tensor4 output, Term term)
    {
        for (int n = 0; n < output.Samples; n++)
        {
            for (int o = 0; o < output.Channels; o++)
            {
                for (int y = 0; y < output.Height; y++)
                {
                    for (int x = 0; x < output.Width; x++)
                        ForEachTermOf(n, o, y, x, input, term);
                }
            }
        }
    }

    private void ForEachTermOf(int n, int o, int y, int x, Tensor4 input, Term term)
    {
        (int rows, int columns) = window.Kernel;
        int groupChannels = input.Channels / groups;
        int firstChannel = o / (outputChannels / groups) * groupChannels;
        for (int w = 0; w < groupChannels * rows * columns; w++)
        {
            int row = (y * window.Stride.Rows) + (w / columns % rows) - window.Padding.Rows;
            int column = (x * window.Stride.Columns) + (w % columns) - window.Padding.Columns;
            if (input.Holds(row, column))
                term(n, o, y, x, firstChannel + (w / (rows * columns)), row, column, (o * groupChannels * rows * columns) + w);
        }
    }
}
