using Thimble.Graph;
using Thimble.Kernels;
using Thimble.Tests.Golden;
using Thimble.Tests.Kernels.Reference;

namespace Thimble.Tests.Kernels;

/// <summary>The loss against its reference, and the elementary functions beneath it against the C library's.</summary>
public sealed unsafe class CrossEntropyTests
{
    [Theory]
    [InlineData(1, 10, 0f)]
    [InlineData(7, 2, 0f)]
    [InlineData(16, 10, 0.1f)]
    [InlineData(5, 3, 0.5f)]
    public void Loss_and_gradient_agree_with_the_reference(int samples, int classes, float smoothing)
    {
        Tensor4 logits = NumericalGradient.Tensor(samples, classes, 1, 1);
        int[] labels = [.. Enumerable.Range(0, samples).Select(n => n * 7 % classes)];
        AlignedArray<float> gradient = Block.Dirty(classes);
        double[] losses = new double[samples];
        int[] predictions = new int[samples];

        CrossEntropy.Compute(
            Block.Of(logits, unused: 5).Pointer, classes, [.. labels.Select(Target.Of)], smoothing, scale: 1f / samples, gradient.Pointer, losses, predictions);

        Assert.Equal(CrossEntropyReference.Loss(logits.Values, labels, smoothing), losses.Average(), 1e-7);
        Closeness.AssertClose(
            CrossEntropyReference.Gradient(logits.Values, labels, smoothing), Block.Samples(gradient, samples), 1e-6, "gradient");
        Assert.All(Block.Samples(gradient, Lanes.PerBlock)[(samples * classes)..], value => Assert.Equal(0, value));
        Assert.Equal([.. logits.Values.Chunk(classes).Select(row => row.IndexOf(row.Max()))], predictions);
    }

    [Fact]
    public void Exponential_and_logarithm_are_good_to_the_last_bits_of_a_double()
    {
        for (double x = -700; x <= 0; x += 0.37)
            Assert.Equal(1, Elementary.Exp(x) / Math.Exp(x), 1e-14);
        for (double x = 1e-9; x < 1e9; x *= 1.7)
            Assert.Equal(Math.Log(x), Elementary.Log(x), Math.Abs(Math.Log(x) * 1e-14) + 1e-16);
    }

    [Fact]
    public void Exponential_and_logarithm_mind_their_limits()
    {
        Assert.Equal(1, Elementary.Exp(0));
        Assert.Equal(0, Elementary.Exp(double.NegativeInfinity));
        Assert.Equal(0, Elementary.Exp(-1e9));
        Assert.True(double.IsNaN(Elementary.Exp(double.NaN)));
        Assert.Equal(0, Elementary.Log(1));
        Assert.Equal(double.NegativeInfinity, Elementary.Log(0));
        Assert.True(double.IsNaN(Elementary.Log(-1)));
    }
}
