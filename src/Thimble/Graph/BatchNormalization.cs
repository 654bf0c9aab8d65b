namespace Thimble.Graph;

/// <summary>
/// Batch normalization of each channel: (x − mean) / √(variance + eps) · scale + shift. In training mean and variance are
/// the batch's, otherwise the running ones.
/// </summary>
/// <remarks>
/// Statistics and affine map are one operation, as in PyTorch and ONNX, because their derivative is one formula. Once
/// training is over it is an <see cref="Affine"/>: <see cref="AsAffine"/>.
/// </remarks>
/// <param name="Scale">A factor a channel.</param>
/// <param name="Shift">An addend a channel.</param>
/// <param name="Mean">The running mean.</param>
/// <param name="Variance">The running variance, the unbiased one.</param>
/// <param name="Eps">Added to the variance.</param>
/// <param name="Momentum">The weight of a batch in the running statistics.</param>
internal sealed record BatchNormalization(GraphTensor Scale, GraphTensor Shift, GraphTensor Mean, GraphTensor Variance, float Eps, float Momentum) : Operation
{
    /// <inheritdoc/>
    public override IReadOnlyList<GraphTensor> Tensors => [Scale, Shift, Mean, Variance];

    /// <inheritdoc/>
    public override DerivativeReads DerivativeReads => DerivativeReads.Inputs;

    /// <inheritdoc/>
    public override Shape OutputShape(IReadOnlyList<Shape> inputs) => inputs[0];

    /// <summary>What it is by its running statistics: x · factor + addend, a channel each.</summary>
    public (double[] Factors, double[] Addends) AsAffine()
    {
        double[] factors = new double[Scale.Count];
        double[] addends = new double[factors.Length];
        for (int c = 0; c < factors.Length; c++)
        {
            factors[c] = Scale.Values[c] / Math.Sqrt((double)Variance.Values[c] + Eps);
            addends[c] = Shift.Values[c] - (Mean.Values[c] * factors[c]);
        }

        return (factors, addends);
    }

    /// <inheritdoc/>
    public override Tensor4 Forward(DefinitionNumbers numbers, IReadOnlyList<Tensor4> inputs)
    {
        (double[] mean, double[] variance) = (numbers[Mean], numbers[Variance]);
        if (numbers.IsTraining)
        {
            NormalizationDefinition.UpdateRunning(mean, variance, inputs[0], Momentum);
            (mean, variance) = NormalizationDefinition.Statistics(inputs[0]);
        }

        return NormalizationDefinition.Forward(inputs[0], mean, variance, numbers[Scale], numbers[Shift], Eps);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor4> Backward(DefinitionNumbers numbers, IReadOnlyList<Tensor4> inputs, Tensor4 outputGradient)
    {
        (Tensor4 input, double[] scale, double[] shift) = NormalizationDefinition.Backward(inputs[0], numbers[Scale], Eps, outputGradient);
        numbers.AddGradient(Scale, scale);
        numbers.AddGradient(Shift, shift);
        return [input];
    }

    /// <inheritdoc/>
    public override TResult Accept<TArgument, TResult>(IOperationVisitor<TArgument, TResult> visitor, TArgument argument) => visitor.Visit(this, argument);
}

/// <summary>
/// torch.nn.BatchNorm2d: y = (x − mean) / √(variance + eps) · weight + bias, a channel at a time. Tensors are samples ×
/// C × H × W, everything else has C numbers. M = samples · H · W numbers share a mean.
/// </summary>
internal static class NormalizationDefinition
{
    /// <summary>The mean and the biased variance (divided by M) of each channel of the batch.</summary>
    public static (double[] Mean, double[] Variance) Statistics(Tensor4 input)
    {
        double[] mean = ChannelSums(input, i => input.Values[i]);
        Scale(mean, 1.0 / CountOf(input));
        double[] variance = ChannelSums(input, i => Math.Pow(input.Values[i] - mean[ChannelOf(input, i)], 2));
        Scale(variance, 1.0 / CountOf(input));
        return (mean, variance);
    }

    /// <summary>The output, for the batch's statistics (training) or the running ones (evaluation).</summary>
    public static Tensor4 Forward(
        Tensor4 input, double[] mean, double[] variance, double[] weight, double[] bias, double eps)
    {
        Tensor4 output = input.ZerosAlike();
        for (int i = 0; i < input.Values.Length; i++)
        {
            int c = ChannelOf(input, i);
            output.Values[i] = ((input.Values[i] - mean[c]) / Math.Sqrt(variance[c] + eps) * weight[c]) + bias[c];
        }

        return output;
    }

    /// <summary>running = (1 − momentum) · running + momentum · batch, in place; the running variance takes the unbiased one, · M / (M − 1).</summary>
    public static void UpdateRunning(
        double[] runningMean, double[] runningVariance, Tensor4 input, double momentum)
    {
        (double[] mean, double[] variance) = Statistics(input);
        double count = CountOf(input);
        for (int c = 0; c < mean.Length; c++)
        {
            runningMean[c] += momentum * (mean[c] - runningMean[c]);
            runningVariance[c] += momentum * ((variance[c] * count / Math.Max(1, count - 1)) - runningVariance[c]);
        }
    }

    /// <summary>
    /// The gradients in training, where mean and variance depend on the input too. With x̂ = (x − mean) / √(variance + eps):
    /// weight: Σ g·x̂; bias: Σ g; input: weight / √(variance + eps) · (g − Σ g / M − x̂ · Σ g·x̂ / M).
    /// </summary>
    public static (Tensor4 Input, double[] Weight, double[] Bias) Backward(
        Tensor4 input, double[] weight, double eps, Tensor4 outputGradient)
    {
        (double[] mean, double[] variance) = Statistics(input);
        double[] ones = [.. mean.Select(_ => 1.0)];
        double[] normalized = Forward(input, mean, variance, ones, new double[mean.Length], eps).Values;
        double[] gradient = outputGradient.Values;
        double[] weightGradient = ChannelSums(input, i => gradient[i] * normalized[i]);
        double[] biasGradient = ChannelSums(input, i => gradient[i]);
        Tensor4 inputGradient = input.ZerosAlike();
        for (int i = 0; i < gradient.Length; i++)
        {
            int c = ChannelOf(input, i);
            double centred = gradient[i] - ((biasGradient[c] + (normalized[i] * weightGradient[c])) / CountOf(input));
            inputGradient.Values[i] = weight[c] / Math.Sqrt(variance[c] + eps) * centred;
        }

        return (inputGradient, weightGradient, biasGradient);
    }

    private static int CountOf(Tensor4 tensor) => tensor.Samples * tensor.PlaneSize;

    private static int ChannelOf(Tensor4 tensor, int index) => index / tensor.PlaneSize % tensor.Channels;

    private static double[] ChannelSums(Tensor4 tensor, Func<int, double> term)
    {
        double[] sums = new double[tensor.Channels];
        for (int i = 0; i < tensor.Values.Length; i++)
            sums[ChannelOf(tensor, i)] += term(i);
        return sums;
    }

    private static void Scale(double[] values, double factor)
    {
        for (int i = 0; i < values.Length; i++)
            values[i] *= factor;
    }
}
