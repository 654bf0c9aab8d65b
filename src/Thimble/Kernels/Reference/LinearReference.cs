namespace Thimble.Kernels.Reference;

/// <summary>
/// torch.nn.Linear: y = weight · x + bias, with input samples × I, weight O × I, bias O, output samples × O, each row by
/// row in one array.
/// </summary>
/// <param name="inputs">I.</param>
/// <param name="outputs">O.</param>
internal sealed class LinearReference(int inputs, int outputs)
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
