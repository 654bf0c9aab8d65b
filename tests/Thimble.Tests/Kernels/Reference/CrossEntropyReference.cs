namespace Thimble.Tests.Kernels.Reference;

/// <summary>
/// torch.nn.functional.cross_entropy with label_smoothing ε and mean reduction. Logits are samples × K, row by row. The
/// target of class k is (1 − ε)·[k = label] + ε / K; the loss of a sample is −Σ target · log softmax(logits).
/// </summary>
internal static class CrossEntropyReference
{
    /// <summary>The mean loss of the samples.</summary>
    public static double Loss(double[] logits, int[] labels, double smoothing)
    {
        int classes = logits.Length / labels.Length;
        double[] logarithms = LogSoftmax(logits, classes);
        double sum = 0;
        for (int at = 0; at < logits.Length; at++)
            sum -= Target(at, labels, classes, smoothing) * logarithms[at];
        return sum / labels.Length;
    }

    /// <summary>d mean loss / d logits = (softmax − target) / samples.</summary>
    public static double[] Gradient(double[] logits, int[] labels, double smoothing)
    {
        int classes = logits.Length / labels.Length;
        double[] logarithms = LogSoftmax(logits, classes);
        return [.. logarithms.Select((logarithm, at) => (Math.Exp(logarithm) - Target(at, labels, classes, smoothing)) / labels.Length)];
    }

    private static double Target(int at, int[] labels, int classes, double smoothing) =>
        (at % classes == labels[at / classes] ? 1 - smoothing : 0) + (smoothing / classes);

    // log(eˣ / Σ e) = x − largest − log Σ e^(x − largest): no exponential overflows and no logarithm of 0 is taken.
    private static double[] LogSoftmax(double[] logits, int classes)
    {
        double[] result = new double[logits.Length];
        for (int row = 0; row < logits.Length; row += classes)
        {
            double largest = logits.Skip(row).Take(classes).Max();
            double sum = logits.Skip(row).Take(classes).Sum(logit => Math.Exp(logit - largest));
            for (int k = row; k < row + classes; k++)
                result[k] = logits[k] - largest - Math.Log(sum);
        }

        return result;
    }
}
