namespace Thimble.Kernels;

/// <summary>Softmax and cross-entropy of one block, sample by sample: ten numbers each, so plain code will do.</summary>
internal static unsafe class CrossEntropy
{
    /// <summary>
    /// The loss of each sample and the gradient of its logits. The target puts 1 − smoothing + smoothing / classes on
    /// the label and smoothing / classes elsewhere, as torch.nn.CrossEntropyLoss. Where two labels share a sample, loss and
    /// gradient are the means of both, weighted by their shares, as torch.nn.CrossEntropyLoss of such probabilities.
    /// </summary>
    /// <param name="logits">[class, lane].</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="targets">One target a sample; there are as many samples as targets.</param>
    /// <param name="smoothing">Label smoothing, in [0, 1).</param>
    /// <param name="scale">The factor of the gradient: 1 / batch size for the gradient of the mean.</param>
    /// <param name="gradient">[class, lane]; zero in lanes without a sample. Null to leave it out.</param>
    /// <param name="losses">The loss of each sample.</param>
    /// <param name="predictions">The class with the largest logit, the first of equals.</param>
    public static void Compute(
        float* logits, int classes, ReadOnlySpan<Target> targets, float smoothing, float scale, float* gradient,
        Span<double> losses, Span<int> predictions)
    {
        if (gradient != null)
            new Span<float>(gradient, classes * Lanes.PerBlock).Clear();
        for (int lane = 0; lane < targets.Length; lane++)
        {
            float* x = logits + lane;
            predictions[lane] = IndexOfLargest(x, classes, Lanes.PerBlock);
            double largest = x[predictions[lane] * Lanes.PerBlock];
            double sum = 0;
            double sumOfLogits = 0;
            for (int c = 0; c < classes; c++)
            {
                sum += Elementary.Exp(x[c * Lanes.PerBlock] - largest);
                sumOfLogits += x[c * Lanes.PerBlock] - largest;
            }

            double logOfSum = Elementary.Log(sum);
            Target target = targets[lane];
            double lossOfLabel = logOfSum - (x[target.Label * Lanes.PerBlock] - largest);
            // Not where there is one label: 0 times an infinite loss would hide it.
            if (target.Share != 1)
                lossOfLabel = (target.Share * lossOfLabel) + ((1 - (double)target.Share) * (logOfSum - (x[target.Other * Lanes.PerBlock] - largest)));
            double lossOfAll = logOfSum - (sumOfLogits / classes);
            losses[lane] = ((1 - (double)smoothing) * lossOfLabel) + (smoothing * lossOfAll);
            if (gradient == null)
                continue;
            for (int c = 0; c < classes; c++)
            {
                double share = (c == target.Label ? target.Share : 0) + (c == target.Other ? 1 - (double)target.Share : 0);
                double aim = (share * (1 - (double)smoothing)) + (smoothing / (double)classes);
                double probability = Elementary.Exp(x[c * Lanes.PerBlock] - largest) / sum;
                gradient[(c * Lanes.PerBlock) + lane] = (float)((probability - aim) * scale);
            }
        }
    }

    /// <summary>The class with the largest logit, the first of equals.</summary>
    public static int IndexOfLargest(ReadOnlySpan<float> logits)
    {
        fixed (float* first = logits)
            return IndexOfLargest(first, logits.Length, stride: 1);
    }

    /// <summary>The cross-entropy of one sample, without smoothing: log Σ exp(logits) − the label's logit.</summary>
    public static double LossOf(ReadOnlySpan<float> logits, int label)
    {
        double largest = logits[IndexOfLargest(logits)];
        double sum = 0;
        foreach (float logit in logits)
            sum += Elementary.Exp(logit - largest);
        return Elementary.Log(sum) - (logits[label] - largest);
    }

    private static int IndexOfLargest(float* logits, int classes, int stride)
    {
        int best = 0;
        for (int c = 1; c < classes; c++)
        {
            // Not-a-number wins, so that a diverged network's loss is not a number either.
            float value = logits[c * stride];
            if (value > logits[best * stride] || float.IsNaN(value))
                best = c;
        }

        return best;
    }
}
