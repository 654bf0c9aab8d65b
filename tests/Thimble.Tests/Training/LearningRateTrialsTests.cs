using Thimble.Training;

namespace Thimble.Tests.Training;

/// <summary>Trying a suggested learning rate from the start.</summary>
public class LearningRateTrialsTests
{
    [Fact]
    public void A_rate_that_learns_at_least_half_as_much_as_a_lower_one_is_kept() =>
        Assert.Equal(0.9, LearningRateTrials.Highest(0.9, lowest: 1e-5, before: 2, steps: 40, () => Training(rate => rate > 0.5 ? 1.4 : 1)));

    [Fact]
    public void A_rate_that_learns_less_than_half_as_much_gives_way_to_the_highest_that_learns() =>
        Assert.Equal(0.3, LearningRateTrials.Highest(0.9, lowest: 1e-5, before: 2, steps: 40, () => Training(rate => rate > 0.5 ? 1.6 : 1)));

    [Fact]
    public void Where_little_is_learned_the_rate_that_learns_most_is_chosen() =>
        Assert.Equal(0.1, LearningRateTrials.Highest(0.9, lowest: 1e-5, before: 2, steps: 40, () => Training(rate => rate > 0.2 ? 1.7 : 1.6)));

    [Fact]
    public void A_rate_that_explodes_gives_way() =>
        Assert.Equal(0.1, LearningRateTrials.Highest(0.9, lowest: 1e-5, before: 2, steps: 40, () => Training(rate => rate > 0.2 ? double.NaN : 1)));

    [Fact]
    public void Where_nothing_is_learned_at_any_rate_none_is_chosen() =>
        Assert.Null(LearningRateTrials.Highest(0.9, lowest: 1e-5, before: 2, steps: 40, () => Training(_ => 2)));

    [Fact]
    public void No_rate_below_the_lowest_is_tried() =>
        Assert.Equal(0.9, LearningRateTrials.Highest(0.9, lowest: 0.2, before: 2, steps: 40, () => Training(rate => rate > 0.2 ? 1.6 : 1)));

    [Fact]
    public void The_rate_rises_in_the_first_quarter()
    {
        List<double> rates = [];

        LearningRateTrials.Highest(0.9, lowest: 0.9, before: 2, steps: 8, () => (_, rate) =>
        {
            rates.Add(rate);
            return 1;
        });

        Assert.Equal([0.45, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9], rates);
    }

    // The rate rises for ten steps; from then on the loss is what it comes to.
    private static Func<int, double, double> Training(Func<double, double> lossAt) => (step, rate) => step < 30 ? 2 : lossAt(rate);
}
