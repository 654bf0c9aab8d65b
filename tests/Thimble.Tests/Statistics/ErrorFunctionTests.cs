using Thimble.Statistics;

namespace Thimble.Tests.Statistics;

/// <summary>The tails of the normal distribution, against Python's math.erfc.</summary>
public class ErrorFunctionTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.5, 0.4795001221869535)]
    [InlineData(2, 0.004677734981047266)]
    [InlineData(2.99, 2.3525603080640195e-05)]
    [InlineData(3, 2.2090496998585445e-5)]
    [InlineData(5, 1.5374597944280347e-12)]
    [InlineData(10, 2.088487583762545e-45)]
    public void The_tail_is_right_far_out(double x, double expected) => Assert.Equal(1, ErrorFunction.Complement(x) / expected, 10);
}
