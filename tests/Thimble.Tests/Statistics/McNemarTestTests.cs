using Thimble.Statistics;

namespace Thimble.Tests.Statistics;

/// <summary>Whether two networks differ by more than luck.</summary>
public class McNemarTestTests
{
    /// <summary>Twice the tail of the binomial distribution: 2 · Σ C(n, i) / 2ⁿ, summed in whole numbers.</summary>
    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(5, 5, 1)]
    [InlineData(12, 12, 1)]
    [InlineData(0, 5, 0.0625)]
    [InlineData(1, 11, 0.00634765625)]
    [InlineData(10, 3, 0.09228515625)]
    public void Few_images_are_counted_exactly(int onlyFirst, int onlySecond, double expected)
    {
        var test = new McNemarTest(onlyFirst, onlySecond);

        Assert.True(test.IsExact);
        Assert.Equal(expected, test.PValue, 15);
    }

    /// <summary>erfc(√(χ² / 2)) by Python's math.erfc; the first pair and its χ² of 2.025 are those of mlxtend's documentation.</summary>
    [Theory]
    [InlineData(25, 15, 2.025, 0.15472892348537535)]
    [InlineData(86, 150, 16.817796610169492, 4.1145622813459415e-05)]
    [InlineData(300, 100, 99.0025, 2.5218321340413514e-23)]
    [InlineData(12, 13, 0, 1)]
    [InlineData(13, 13, 0, 1)]
    public void Many_images_are_judged_by_chi_square_with_continuity_correction(int onlyFirst, int onlySecond, double chiSquare, double expected)
    {
        var test = new McNemarTest(onlyFirst, onlySecond);

        Assert.False(test.IsExact);
        Assert.Equal(chiSquare, test.ChiSquare, 12);
        Assert.Equal(1, test.PValue / expected, 9);
    }

    [Fact]
    public void The_two_ways_agree_where_they_meet()
    {
        double exact = new McNemarTest(6, 18).PValue;
        double approximate = new McNemarTest(6, 19).PValue;

        Assert.InRange(approximate, exact / 2, exact * 2);
    }

    [Fact]
    public void Only_images_that_one_of_the_two_got_right_count()
    {
        var test = McNemarTest.Of([true, true, false, false, true], [true, false, false, true, false]);

        Assert.Equal((2, 1), (test.OnlyFirst, test.OnlySecond));
        Assert.False(test.IsMoreThanLuck());
        Assert.True(new McNemarTest(0, 9).IsMoreThanLuck());
        Assert.False(new McNemarTest(0, 9).IsMoreThanLuck(McNemarTest.UsualLevel / 15));
    }

    [Fact]
    public void Refuses_counts_that_do_not_pair() => Assert.Throws<ArgumentException>(() => McNemarTest.Of([true], [true, false]));
}
