using Thimble.Diagnosis;
using Thimble.Evaluation;

namespace Thimble.Tests.Diagnosis;

/// <summary>The little statistics that findings rest on, against known values.</summary>
public class NoiseTests
{
    [Fact]
    public void The_standard_error_is_that_of_a_share() =>
        Assert.Equal(Math.Sqrt(0.994 * 0.006 / 10_000), Noise.StandardError(new EvaluationResult(0, 9940, 10_000)), 9);

    // Expected values of the greatest normal order statistic: Harter, 1961.
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0.56419)]
    [InlineData(5, 1.16296)]
    [InlineData(10, 1.53875)]
    [InlineData(20, 1.86748)]
    public void The_greatest_of_several_draws_is_above_the_mean(int draws, double expected) =>
        Assert.Equal(expected, Noise.ExpectedMaximum(draws), 4);

    [Fact]
    public void A_trend_is_the_line_of_least_squares()
    {
        var trend = Trend.Of([1, 3, 2, 4]);

        Assert.Equal(0.8, trend.Slope, 9);
        Assert.Equal(Math.Sqrt(0.9), trend.Scatter, 9);
        Assert.Equal(Math.Sqrt(0.9 / 5), trend.SlopeError, 9);
        Assert.False(trend.Rises);
        Assert.True(Trend.Of([1, 2, 3]).Rises);
    }
}
