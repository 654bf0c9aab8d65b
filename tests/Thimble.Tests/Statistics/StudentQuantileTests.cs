using Thimble.Statistics;

namespace Thimble.Tests.Statistics;

/// <summary>Quantiles of Student's t distribution, against the tables.</summary>
public class StudentQuantileTests
{
    [Theory]
    [InlineData(1, 12.706)]
    [InlineData(5, 2.571)]
    [InlineData(6, 2.4469)]
    [InlineData(10, 2.2281)]
    [InlineData(30, 2.0423)]
    [InlineData(1000, 1.9623)]
    public void Students_quantiles_are_those_of_the_tables(int degrees, double expected) =>
        Assert.Equal(expected, StudentQuantile.Of95Percent(degrees), 0.0015);
}
