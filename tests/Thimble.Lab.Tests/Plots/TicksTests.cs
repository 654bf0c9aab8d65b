using Thimble.Lab.Plots;

namespace Thimble.Lab.Tests.Plots;

/// <summary>Numbers along an axis are round, and as many as there is room for.</summary>
public class TicksTests
{
    [Theory]
    [InlineData(0, 1, 5, "0 0.2 0.4 0.6 0.8 1")]
    [InlineData(0.9697, 0.9949, 6, "0.965 0.97 0.975 0.98 0.985 0.99 0.995")]
    [InlineData(0, 0.3, 3, "0 0.1 0.2 0.3")]
    [InlineData(-3, 4, 4, "-4 -2 0 2 4")]
    [InlineData(12_345, 54_321, 4, "0 20000 40000 60000")]
    public void They_enclose_the_data(double low, double high, int most, string expected) =>
        Assert.Equal(expected, string.Join(' ', Ticks.Around(low, high, most)));

    [Theory]
    [InlineData(1, 15, 8, "2 4 6 8 10 12 14")]
    [InlineData(1, 3, 8, "1 2 3")]
    [InlineData(1, 2, 8, "1 2")]
    public void Epochs_are_whole(double low, double high, int most, string expected) =>
        Assert.Equal(expected, string.Join(' ', Ticks.Within(low, high, most, isWhole: true)));

    [Theory]
    [InlineData(0.02, 0.9, "0.02 0.05 0.1 0.2 0.5")]
    [InlineData(1e-7, 10, "1E-07 1E-06 1E-05 0.0001 0.001 0.01 0.1 1 10")]
    [InlineData(9_736, 258_602, "10000 20000 50000 100000 200000")]
    public void A_logarithmic_axis_has_powers_of_ten(double low, double high, string expected) =>
        Assert.Equal(expected, string.Join(' ', Ticks.Logarithmic(low, high)));
}
