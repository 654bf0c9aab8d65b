using Thimble.Kernels;

namespace Thimble;

/// <summary>A network's answer to an image.</summary>
/// <param name="Class">The class with the largest logit, the first of equals.</param>
/// <param name="Probability">Its probability, 0 to 1: the softmax of the logits, calibrated if the weights file has a <see cref="Calibration"/>.</param>
/// <param name="IsRecognized">
/// Whether the image is like those that the network was trained on; true also if the weights file cannot say. Where it is false, the class is only
/// the nearest one.
/// </param>
public readonly record struct Classification(int Class, float Probability, bool IsRecognized = true);

/// <summary>From outputs to a class and probabilities.</summary>
internal static class Softmax
{
    /// <summary>The class with the greatest output and its probability.</summary>
    /// <param name="logits">A number a class.</param>
    /// <param name="temperature">What they are divided by.</param>
    /// <param name="probabilities">Receives every class's probability; empty to leave them out.</param>
    public static Classification Of(ReadOnlySpan<float> logits, float temperature, Span<float> probabilities)
    {
        int best = CrossEntropy.IndexOfLargest(logits);
        double sum = SumOf(logits, best, temperature);
        for (int i = 0; i < probabilities.Length; i++)
            probabilities[i] = (float)(Elementary.Exp((logits[i] - (double)logits[best]) / temperature) / sum);
        return new(best, (float)(1 / sum));
    }

    /// <summary>The probability of the class with the greatest output.</summary>
    /// <param name="logits">A number a class.</param>
    /// <param name="best">That class.</param>
    public static double ProbabilityOf(ReadOnlySpan<float> logits, int best) => 1 / SumOf(logits, best, temperature: 1);

    // Less the greatest, so that nothing overflows; its own term is then 1.
    private static double SumOf(ReadOnlySpan<float> logits, int best, float temperature)
    {
        double sum = 0;
        foreach (float logit in logits)
            sum += Elementary.Exp((logit - (double)logits[best]) / temperature);
        return sum;
    }
}
