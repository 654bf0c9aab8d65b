using Thimble.Kernels;

namespace Thimble;

/// <summary>What a network takes an image for.</summary>
/// <param name="Class">The class of the greatest output, the first of equals.</param>
/// <param name="Probability">How sure it is, 0 to 1: the softmax of its outputs.</param>
public readonly record struct Classification(int Class, float Probability);

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
