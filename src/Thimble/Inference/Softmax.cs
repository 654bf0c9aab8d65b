using Thimble.Kernels;

namespace Thimble.Inference;

/// <summary>From outputs to a class and probabilities.</summary>
internal static class Softmax
{
    /// <summary>The class with the greatest output and its probability.</summary>
    /// <param name="logits">A number a class.</param>
    /// <param name="probabilities">Receives every class's probability; empty to leave them out.</param>
    public static Classification Of(ReadOnlySpan<float> logits, Span<float> probabilities)
    {
        int best = CrossEntropy.IndexOfLargest(logits);
        double sum = 0;
        foreach (float logit in logits)
            sum += Elementary.Exp(logit - (double)logits[best]);
        for (int i = 0; i < probabilities.Length; i++)
            probabilities[i] = (float)(Elementary.Exp(logits[i] - (double)logits[best]) / sum);
        // Less the greatest its own term is 1.
        return new(best, (float)(1 / sum));
    }
}
