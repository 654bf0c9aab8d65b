namespace Thimble.Tests.Golden;

/// <summary>A large tensor in short: some of its numbers, sums with random signs that every number enters, its norm.</summary>
/// <param name="file">The file it is kept in.</param>
/// <param name="name">The tensor's name.</param>
internal sealed class CondensedTensor(GoldenFile file, string name)
{
    /// <summary>Asserts that the numbers are the tensor's.</summary>
    /// <param name="tensor">The tensor's index among the network's, the key of the random signs.</param>
    /// <param name="values">The numbers.</param>
    /// <param name="tolerance">The largest relative error.</param>
    public void AssertClose(int tensor, ReadOnlySpan<double> values, double tolerance)
    {
        AssertSample(values, tolerance);
        double norm = file[$"{name}#norm"][0];
        double actualNorm = Closeness.Norm(values);
        Assert.True(Math.Abs(actualNorm - norm) <= tolerance * norm, $"{name}: the norm is {actualNorm}, not {norm}");

        // The expected square of a sum with random signs is the squared norm: this estimates the norm of the error.
        float[] projections = file[$"{name}#projections"];
        double[] actual = Project(values, tensor, projections.Length);
        double squares = projections.Zip(actual, (a, b) => (a - b) * (a - b)).Average();
        Assert.True(Math.Sqrt(squares) <= tolerance * norm, $"{name}: off by {Math.Sqrt(squares) / norm:e1} of its norm");
    }

    private void AssertSample(ReadOnlySpan<double> values, double tolerance)
    {
        double[] sample = Closeness.Widen(file[$"{name}#sample"]);
        int stride = (int)file[$"{name}#stride"][0];
        double[] actual = new double[sample.Length];
        for (int i = 0; i < actual.Length; i++)
            actual[i] = values[i * stride];
        Closeness.AssertClose(sample, actual, tolerance, $"{name}, every {stride}th");
    }

    private static double[] Project(ReadOnlySpan<double> values, int tensor, int count)
    {
        var random = new KeyedRandom(seed: 0, epoch: 0, tensor, GoldenPlace.Projection);
        double[] sums = new double[count];
        for (int i = 0; i < values.Length; i++)
        {
            ulong bits = random.Bits(i);
            for (int p = 0; p < count; p++)
                sums[p] += ((bits >> p) & 1) == 0 ? values[i] : -values[i];
        }

        return sums;
    }
}
