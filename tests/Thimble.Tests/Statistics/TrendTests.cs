using Thimble.Statistics;

namespace Thimble.Tests.Statistics;

/// <summary>Lines through figures, against known values.</summary>
public class TrendTests
{
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
