using System.Globalization;

namespace Thimble.Export.C;

/// <summary>
/// Functions that make answers of logits: the class, the best few, how sure the network is. In whole numbers, whatever the logits are: e^x is taken
/// as a power of two, whose fraction is a parabola that is off by less than 0.3%.
/// </summary>
internal static class CAnswers
{
    // A class so many halvings below the best counts as none.
    private const int Halvings = 16;
    private const int Steps = 256;

    /// <summary>Their declarations.</summary>
    /// <param name="logit">The type of a logit.</param>
    public static string Declarations(string logit) => $$"""
        /* The class with the largest logit. */
        int net_classify(const uint8_t pixels[NET_PIXELS]);

        /* The classes with the largest logits, the largest first: "count" of them, at most NET_CLASSES. */
        void net_top(const {{logit}} logits[NET_CLASSES], int count, int classes[]);

        /* How probable the network finds a class, in percent; its probabilities are calibrated where the network is. */
        int net_confidence(const {{logit}} logits[NET_CLASSES], int of_class);

        """;

    /// <summary>Their definitions.</summary>
    /// <param name="logit">The type of a logit.</param>
    /// <param name="halving">How many logit steps halve a probability.</param>
    public static string Definitions(string logit, double halving)
    {
        bool isWhole = logit != "float";
        // Of a distance d, in steps of a 256th of a halving: d · rate / 2^16, which fits into 32 bits up to the limit.
        double rate = Steps / halving;
        string distance = isWhole
            ? $"""
                        const int32_t distance = best - logits[i];
                        const uint32_t steps = distance < {Number(Math.Min(int.MaxValue, Halvings * Steps / rate))} ? ((uint32_t)distance * {Number(Math.Max(1, Math.Min(rate * 65536, uint.MaxValue)))}u) >> 16 : {Halvings * Steps}u;
                """
            : $"""
                        const float distance = (best - logits[i]) * {CTables.Single((float)rate)};
                        const uint32_t steps = distance < {Halvings * Steps}.0f ? (uint32_t)distance : {Halvings * Steps}u;
                """;
        return $$"""

            int net_classify(const uint8_t pixels[NET_PIXELS])
            {
                {{logit}} logits[NET_CLASSES];
                int best;
                net_logits(pixels, logits);
                net_top(logits, 1, &best);
                return best;
            }

            void net_top(const {{logit}} logits[NET_CLASSES], int count, int classes[])
            {
                int i, j, k;
                for (i = 0; i < count; i++) {
                    int best = -1;
                    for (j = 0; j < NET_CLASSES; j++) {
                        for (k = 0; k < i && classes[k] != j; k++)
                            ;
                        if (k == i && (best < 0 || logits[j] > logits[best]))
                            best = j;
                    }
                    classes[i] = best;
                }
            }

            int net_confidence(const {{logit}} logits[NET_CLASSES], int of_class)
            {
                {{logit}} best = logits[0];
                uint32_t sum = 0, own = 0;
                int i;
                for (i = 1; i < NET_CLASSES; i++)
                    if (logits[i] > best)
                        best = logits[i];
                for (i = 0; i < NET_CLASSES; i++) {
            {{distance}}
                    const uint32_t part = steps % {{Steps}}u;
                    const uint32_t share = (65536u - part * 44012u / {{Steps}}u + part * part * 11244u / 65536u) >> (steps / {{Steps}}u);
                    sum += share;
                    if (i == of_class)
                        own = share;
                }
                return (int)((own * 100u + sum / 2u) / sum);
            }

            """;
    }

    private static string Number(double number) => Math.Round(number).ToString(CultureInfo.InvariantCulture);
}
