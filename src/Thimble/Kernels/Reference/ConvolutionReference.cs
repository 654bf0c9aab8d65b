namespace Thimble.Kernels.Reference;

/// <summary>
/// A convolution as torch.nn.Conv2d defines it (a cross-correlation), written down and nothing more: input samples × C ×
/// H × W, weight O × C/groups × K × K, bias O, output samples × O × H' × W' with H' = (H + 2·padding − K) / stride + 1.
/// </summary>
/// <param name="window">Kernel size, stride and padding.</param>
/// <param name="outputChannels">O.</param>
/// <param name="groups">Groups of channels that do not see each other.</param>
internal sealed class ConvolutionReference(ReferenceWindow window, int outputChannels, int groups = 1)
{
    private delegate void Term(int sample, int output, int row, int column, int input, int inputRow, int inputColumn, int weight);

    /// <summary>output[n, o, y, x] = bias[o] + Σ weight[o, c, i, j] · input[n, c', y·stride + i − padding, x·stride + j − padding].</summary>
    public Tensor4 Forward(Tensor4 input, double[] weight, double[]? bias)
    {
        var output = new Tensor4(
            input.Samples, outputChannels, window.Positions(input.Height), window.Positions(input.Width));
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
        double[] gradient = new double[outputChannels * (input.Channels / groups) * window.KernelSize * window.KernelSize];
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
        int size = window.KernelSize;
        int groupChannels = input.Channels / groups;
        int firstChannel = o / (outputChannels / groups) * groupChannels;
        for (int w = 0; w < groupChannels * size * size; w++)
        {
            int row = (y * window.Stride) + (w / size % size) - window.Padding;
            int column = (x * window.Stride) + (w % size) - window.Padding;
            if (input.Holds(row, column))
                term(n, o, y, x, firstChannel + (w / (size * size)), row, column, (o * groupChannels * size * size) + w);
        }
    }
}
