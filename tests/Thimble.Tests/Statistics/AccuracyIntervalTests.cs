using Thimble.Statistics;

namespace Thimble.Tests.Statistics;

/// <summary>How exactly an accuracy is known.</summary>
public class AccuracyIntervalTests
{
    /// <summary>The first four are those of R. G. Newcombe, "Two-sided confidence intervals for the single proportion", 1998.</summary>
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    [InlineData(20, 20, 0.8389, 1)]
    [InlineData(9940, 10_000, 0.9923, 0.9953)]
    public void The_interval_is_Wilsons(int correct, int count, double lower, double upper)
    {
        var interval = new AccuracyInterval(correct, count);

        Assert.Equal(lower, interval.Lower, 4);
        Assert.Equal(upper, interval.Upper, 4);
        Assert.InRange((double)correct / count, interval.Lower, interval.Upper);
    }

    [Fact]
    public void The_standard_error_is_the_binomial_distributions()
    {
        Assert.Equal(0.000772, Noise.StandardError(9940, 10_000), 6);
        Assert.Equal(0.05, Noise.StandardError(50, 100), 12);
        // Half an image off: figures are divided by it.
        Assert.Equal(Noise.StandardError(199, 200) * Math.Sqrt(2), Noise.StandardError(100, 100), 12);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-1, 5)]
    [InlineData(6, 5)]
    public void Counts_that_cannot_be_are_refused(int correct, int count) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new AccuracyInterval(correct, count));
}
