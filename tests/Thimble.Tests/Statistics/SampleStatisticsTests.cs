using Thimble.Statistics;

namespace Thimble.Tests.Statistics;

/// <summary>How much a figure varies.</summary>
public class SampleStatisticsTests
{
    [Fact]
    public void The_deviation_is_that_of_a_sample()
    {
        var statistics = new SampleStatistics([2, 4, 4, 4, 5, 5, 7, 9]);

        Assert.Equal((8, 5, 2, 9), (statistics.Count, statistics.Mean, statistics.Minimum, statistics.Maximum));
        Assert.Equal(Math.Sqrt(32.0 / 7), statistics.StandardDeviation!.Value, 15);
    }

    [Fact]
    public void The_interval_of_the_mean_is_Students() => Assert.Equal(12.706, new SampleStatistics([2, 4]).HalfWidth!.Value, 9);

    [Fact]
    public void One_figure_says_nothing_about_how_it_varies()
    {
        Assert.Null(new SampleStatistics([3]).StandardDeviation);
        Assert.Null(new SampleStatistics([3]).HalfWidth);
        Assert.Throws<ArgumentException>(() => new SampleStatistics([]));
    }
}
