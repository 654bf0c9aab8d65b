namespace Thimble.Statistics;

/// <summary>How far an accuracy would be off by chance, if other images of the same kind had been drawn.</summary>
internal static class Noise
{
    /// <summary>
    /// The standard error of an accuracy a: √(a · (1 − a) / images). An accuracy of 0 or 1 counts as half an image off, so that
    /// figures can be divided by it; without images it is 1. 99.4% on 10,000 images is known to 0.077 points.
    /// </summary>
    /// <param name="correct">Images that were classified correctly.</param>
    /// <param name="count">Images looked at.</param>
    public static double StandardError(int correct, int count)
    {
        if (count == 0)
            return 1;
        double half = 0.5 / count;
        double accuracy = Math.Clamp((double)correct / count, half, 1 - half);
        return Math.Sqrt(accuracy * (1 - accuracy) / count);
    }

    /// <summary>The standard error of the difference of two figures that are independent of each other.</summary>
    public static double OfDifference(double first, double second) => Math.Sqrt((first * first) + (second * second));

    /// <summary>How far the greatest of n draws from a normal distribution is above the mean on average, in standard deviations.</summary>
    /// <remarks>The integral of 1 − Φⁿ − (1 − Φ)ⁿ over the positive half, with Φ summed up along with it.</remarks>
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
}
