using Thimble.Statistics;

namespace Thimble.Tests.Statistics;

/// <summary>How far figures are off by chance, against known values.</summary>
public class NoiseTests
{
    [Fact]
    public void The_standard_error_is_that_of_a_proportion() =>
        Assert.Equal(Math.Sqrt(0.994 * 0.006 / 10_000), Noise.StandardError(9940, 10_000), 9);

    [Fact]
    public void The_standard_error_is_never_zero()
    {
        Assert.Equal(Math.Sqrt(0.005 * 0.995 / 100), Noise.StandardError(100, 100), 12);
        Assert.Equal(1, Noise.StandardError(0, 0));
    }

    [Fact]
    public void Errors_of_independent_figures_add_as_squares() => Assert.Equal(5, Noise.OfDifference(3, 4), 12);

    // Expected values of the greatest normal order statistic: Harter, 1961.
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0.56419)]
    [InlineData(5, 1.16296)]
    [InlineData(10, 1.53875)]
    [InlineData(20, 1.86748)]
    public void The_greatest_of_several_draws_is_above_the_mean(int draws, double expected) =>
        Assert.Equal(expected, Noise.ExpectedMaximum(draws), 4);
}
