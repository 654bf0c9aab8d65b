using Thimble.Kernels;

namespace Thimble.Training;

/// <summary>
/// A number from the beta distribution with both parameters α, by Jöhnk's method ("Erzeugung von betaverteilten und
/// gammaverteilten Zufallszahlen", 1964): of u^(1/α) and v^(1/α) whose sum is at most 1, the first one's share of the sum.
/// At most half of the pairs are thrown away, as α is at most 1. Powers are sums and products of our own, so the bits
/// are the same on every system.
/// </summary>
internal static class BetaDraw
{
    /// <summary>Draws a number, 0 to 1.</summary>
    /// <param name="alpha">α, above 0 and at most 1.</param>
    /// <param name="random">Where the draws are from.</param>
    /// <param name="first">The index of the first draw; it takes as many pairs as it needs.</param>
    public static float Of(float alpha, KeyedRandom random, int first)
    {
        for (int index = first; ; index += 2)
        {
            // 1 − u is never 0. Logarithms, because a power of a small α is too small for a number.
            double x = Elementary.Log(1.0 - random.Uniform(index)) / alpha;
            double y = Elementary.Log(1.0 - random.Uniform(index + 1)) / alpha;
            if (Elementary.Exp(x) + Elementary.Exp(y) > 1)
                continue;
            double largest = Math.Max(x, y);
            double own = Elementary.Exp(x - largest);
            return (float)(own / (own + Elementary.Exp(y - largest)));
        }
    }
}
