using Thimble.Evaluation;

namespace Thimble.Diagnosis;

/// <summary>How far an accuracy would be off by chance, if other images of the same kind had been drawn.</summary>
internal static class Noise
{
    /// <summary>The standard error of an accuracy: √(a · (1 − a) / images). An accuracy of 0 or 1 is taken for half an image off.</summary>
    public static double StandardError(EvaluationResult result)
    {
        if (result.Count == 0)
            return 1;
        double half = 0.5 / result.Count;
        double accuracy = Math.Clamp(result.Accuracy, half, 1 - half);
        return Math.Sqrt(accuracy * (1 - accuracy) / result.Count);
    }

    /// <summary>The standard error of the difference of accuracies on different images.</summary>
    public static double StandardError(EvaluationResult first, EvaluationResult second) =>
        Math.Sqrt(Square(StandardError(first)) + Square(StandardError(second)));

    /// <summary>What the greatest of so many draws from a normal distribution exceeds the mean by, in standard deviations.</summary>
    /// <remarks>The integral of 1 − Φⁿ − (1 − Φ)ⁿ over the positive half, and Φ summed up on the way.</remarks>
    public static double ExpectedMaximum(int draws)
    {
        const double Step = 0.001;
        double below = 0.5;
        double sum = 0;
        for (double x = Step / 2; x < 8; x += Step)
        {
            double density = Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);
            double middle = below + (density * Step / 2);
            sum += (1 - Math.Pow(middle, draws) - Math.Pow(1 - middle, draws)) * Step;
            below += density * Step;
        }

        return sum;
    }

    private static double Square(double value) => value * value;
}
