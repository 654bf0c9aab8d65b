using Thimble.Graph;

namespace Thimble.Engine.Blocks;

/// <summary>The scale and the shift of each channel, where they come from, and the gradients of what they come from.</summary>
internal abstract class AffineCoefficients(int channels)
{
    /// <summary>A scale a channel.</summary>
    public float[] Scales { get; } = new float[channels];

    /// <summary>A shift a channel.</summary>
    public float[] Shifts { get; } = new float[channels];

    /// <summary>Whether they are known only once the batch has been read.</summary>
    public abstract bool FollowFromBatch { get; }

    /// <summary>Each channel's mean, which the backward pass takes the products about.</summary>
    public abstract double MeanOf(int channel);

    /// <summary>Adds what has to be done with the input in training before they are known.</summary>
    public abstract void AddForward(Activation input);

    /// <summary>Adds what has to be done whenever the weights have changed, where they do not follow from the batch.</summary>
    /// <param name="then">What follows.</param>
    public abstract void Prepare(Action then);

    /// <summary>
    /// Takes up a channel's Σ g and Σ g · (x − mean) and puts down the gradients of the tensors.
    /// </summary>
    /// <returns>The numbers that take g to the input's gradient: a · g + b · (x − mean) + c.</returns>
    public abstract (double A, double B, double C) Differentiate(int channel, double sum, double product);
}

/// <summary>An affine map's own: trained, the same for every batch.</summary>
internal sealed unsafe class FixedCoefficients(Affine operation, BlockEmitter to, Step step) : AffineCoefficients(step.Shape.Channels)
{
    public override bool FollowFromBatch => false;

    public override double MeanOf(int channel) => 0;

    public override void AddForward(Activation input)
    {
        // Where a dropout is part of it, each block is filled as it comes, and the numbers are needed before that.
        if (step.Epilogue.Mask is not null)
            Prepare(() => { });
    }

    public override void Prepare(Action then) => to.Preparations.Add(() =>
    {
        for (int c = 0; c < Scales.Length; c++)
        {
            Scales[c] = to.Tensors[operation.Scale][c % operation.Scale.Count];
            Shifts[c] = operation.Shift is null ? 0 : to.Tensors[operation.Shift][c];
        }

        then();
    });

    public override (double A, double B, double C) Differentiate(int channel, double sum, double product)
    {
        // Where all channels have one factor, the first of them overwrites what the last batch left, and the others add.
        float* scale = to.Tensors.GradientOf(operation.Scale, block: 0) + (channel % operation.Scale.Count);
        *scale = channel < operation.Scale.Count ? (float)product : *scale + (float)product;
        if (operation.Shift is not null)
            to.Tensors.GradientOf(operation.Shift, block: 0)[channel] = (float)sum;
        return (Scales[channel], 0, 0);
    }
}

/// <summary>A normalization's: in training they follow from the batch's mean and variance, otherwise from the running ones.</summary>
/// <remarks>
/// With x̂ = (x − mean) · s, s = 1 / deviation, n numbers a channel: the weight's gradient is Σ g·x̂, the bias's Σ g, and the
/// input's weight · s · (g − Σ g / n − x̂ · Σ g·x̂ / n).
/// </remarks>
internal sealed unsafe class BatchCoefficients(BatchNormalization operation, BlockEmitter to, Step step) : AffineCoefficients(step.Shape.Channels)
{
    private readonly BatchStatistics _statistics = new(step.Shape, to.Batch, to.Kernels);

    public override bool FollowFromBatch => to.Plan.IsTraining;

    public override double MeanOf(int channel) => _statistics.Mean[channel];

    public override void AddForward(Activation input)
    {
        to.Forward.AddBlock((block, worker) => _statistics.OfBlock(input.Block(block, worker), block));
        to.Forward.AddSerial(UseBatchStatistics);
    }

    public override void Prepare(Action then) => to.Preparations.Add(() =>
    {
        for (int c = 0; c < Scales.Length; c++)
        {
            double variance = to.Tensors[operation.Variance][c];
            SetAffine(c, to.Tensors[operation.Mean][c], Math.Sqrt(variance + operation.Eps));
        }

        then();
    });

    public override (double A, double B, double C) Differentiate(int channel, double sum, double product)
    {
        double n = _statistics.Count;
        double s = _statistics.InverseDeviation[channel];
        double scale = to.Tensors[operation.Scale][channel] * s;

        // The kernels know the mean as a float. What that lacks is taken up here, in double precision: an error in
        // c would be the same for every number of the channel, and would not average out.
        double lacking = _statistics.Mean[channel] - (float)_statistics.Mean[channel];
        product -= lacking * sum;
        double b = -scale * s * s * product / n;
        // The first block carries the whole gradient; the other blocks' places stay zero.
        to.Tensors.GradientOf(operation.Scale, block: 0)[channel] = (float)(product * s);
        to.Tensors.GradientOf(operation.Shift, block: 0)[channel] = (float)sum;
        return (scale, b, (-scale * sum / n) - (b * lacking));
    }

    private void UseBatchStatistics()
    {
        _statistics.Combine();
        float* runningMean = to.Tensors[operation.Mean];
        float* runningVariance = to.Tensors[operation.Variance];
        for (int c = 0; c < Scales.Length; c++)
        {
            double mean = _statistics.Mean[c];
            double variance = _statistics.Variance[c];
            double deviation = Math.Sqrt(variance + operation.Eps);
            _statistics.InverseDeviation[c] = 1 / deviation;
            SetAffine(c, mean, deviation);

            // PyTorch normalizes with the biased variance and keeps the unbiased one.
            double count = _statistics.Count;
            double unbiased = variance * count / Math.Max(1, count - 1);
            runningMean[c] = (float)(runningMean[c] + (operation.Momentum * (mean - runningMean[c])));
            runningVariance[c] = (float)(runningVariance[c] + (operation.Momentum * (unbiased - runningVariance[c])));
        }
    }

    private void SetAffine(int channel, double mean, double deviation)
    {
        double scale = to.Tensors[operation.Scale][channel] / deviation;
        Scales[channel] = (float)scale;
        Shifts[channel] = (float)(to.Tensors[operation.Shift][channel] - (mean * scale));
    }
}
