namespace Thimble.Tests.Kernels.Reference;

public sealed class CrossEntropyReferenceTests
{
    [Theory]
    [InlineData(1, 2, 0.0)]
    [InlineData(5, 10, 0.0)]
    [InlineData(5, 3, 0.2)]
    public void Its_gradient_is_the_derivative_of_the_loss(int samples, int classes, double smoothing)
    {
        double[] logits = NumericalGradient.Numbers(samples * classes, place: 0);
        int[] labels = [.. Enumerable.Range(0, samples).Select(n => n * 7 % classes)];

        NumericalGradient.AssertIs(
            CrossEntropyReference.Gradient(logits, labels, smoothing),
            logits,
            () => CrossEntropyReference.Loss(logits, labels, smoothing));
    }

    [Fact]
    public void Equal_logits_cost_the_logarithm_of_the_class_count()
    {
        Assert.Equal(Math.Log(4), CrossEntropyReference.Loss([9, 9, 9, 9], [2], smoothing: 0), precision: 12);
    }

    [Fact]
    public void Large_logits_do_not_overflow()
    {
        Assert.Equal(1000, CrossEntropyReference.Loss([2000, 1000], [1], smoothing: 0), precision: 9);
    }
}
