using Thimble.Graph;

namespace Thimble.Tests.Kernels.Reference;

/// <summary>Derivatives from central differences in double precision: what a formula for a gradient must agree with.</summary>
internal static class NumericalGradient
{
    private const double Step = 1e-5;

    /// <summary>
    /// Asserts that <paramref name="gradient"/> is d loss / d values. The loss must read <paramref name="values"/>, which
    /// are nudged one at a time.
    /// </summary>
    public static void AssertIs(double[] gradient, double[] values, Func<double> loss)
    {
        double[] numerical = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            double value = values[i];
            values[i] = value + Step;
            double above = loss();
            values[i] = value - Step;
            numerical[i] = (above - loss()) / (2 * Step);
            values[i] = value;
        }

        Assert.Equal(values.Length, gradient.Length);
        double error = Norm(gradient.Zip(numerical, (a, b) => a - b)) / Norm(numerical);
        Assert.True(error < 1e-6, $"the gradient is off by {error:e1} of its norm");
    }

    /// <summary>Numbers uniform in ±1, different for every <paramref name="place"/>.</summary>
    public static double[] Numbers(int count, int place)
    {
        var random = new KeyedRandom(seed: 20, epoch: 0, sample: 0, place);
        return [.. Enumerable.Range(0, count).Select(i => (double)random.Uniform(i, -1, 1))];
    }

    /// <summary>A tensor of such numbers.</summary>
    public static Tensor4 Tensor(int samples, int channels, int height, int width, int place = 0) =>
        new(samples, channels, height, width) { Values = Numbers(samples * channels * height * width, place) };

    /// <summary>A loss that gives every output its own weight: Σ output · weight. Its gradient is the weights.</summary>
    public static double Weighted(double[] output, double[] weights) => output.Zip(weights, (y, w) => y * w).Sum();

    /// <summary>Weights for <see cref="Weighted"/>, shaped as the output.</summary>
    public static Tensor4 LossWeights(Tensor4 output) =>
        output with { Values = Numbers(output.Values.Length, place: 99) };

    private static double Norm(IEnumerable<double> values) => Math.Sqrt(values.Sum(value => value * value));
}
