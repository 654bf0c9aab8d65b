using Thimble.Statistics;

namespace Thimble.Tests.Statistics;

public class MeanDifferenceTests
{
    [Fact]
    public void What_both_of_a_pair_share_takes_no_part_in_it()
    {
        var paired = MeanDifference.Paired([0.90, 0.95, 0.99], [0.89, 0.94, 0.97]);

        Assert.Equal(0.04 / 3, paired.Difference, 12);
        Assert.Equal(4.303 * Math.Sqrt(((2 * Math.Pow((0.04 / 3) - 0.01, 2)) + Math.Pow(0.02 - (0.04 / 3), 2)) / 2 / 3), paired.HalfWidth!.Value, 9);
        Assert.False(paired.IsMoreThanLuck);
    }

    // Welch's statistic by hand: variances 2.5 and 10, 5 figures each, so 5.88 degrees of freedom, rounded down to 5.
    [Fact]
    public void Figures_that_vary_by_different_amounts_are_compared_by_Welch()
    {
        var unpaired = MeanDifference.Unpaired([1, 2, 3, 4, 5], [12, 14, 16, 18, 20]);

        Assert.Equal(-13, unpaired.Difference, 12);
        Assert.Equal(2.571 * Math.Sqrt((2.5 / 5) + (10.0 / 5)), unpaired.HalfWidth!.Value, 9);
        Assert.True(unpaired.IsMoreThanLuck);
    }

    [Fact]
    public void Neither_one_figure_nor_figures_without_spread_have_an_interval()
    {
        Assert.Null(MeanDifference.Paired([1], [2]).HalfWidth);
        Assert.Null(MeanDifference.Unpaired([1], [2, 3]).HalfWidth);
        Assert.False(MeanDifference.Paired([1], [2]).IsMoreThanLuck);
        Assert.Null(MeanDifference.Unpaired([1, 1], [2, 2]).HalfWidth);
        Assert.Null(MeanDifference.Paired([2, 3], [1, 2]).HalfWidth);
        Assert.False(MeanDifference.Paired([1, 1], [1, 1]).IsMoreThanLuck);
        Assert.Throws<ArgumentException>(() => MeanDifference.Paired([1], [1, 2]));
    }
}
