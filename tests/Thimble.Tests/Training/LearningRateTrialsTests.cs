using Thimble.Training;

namespace Thimble.Tests.Training;

/// <summary>Trying a suggested learning rate from the start.</summary>
public class LearningRateTrialsTests
{
    [Fact]
    public void A_rate_that_learns_at_least_half_as_much_as_a_lower_one_is_kept() =>
        Assert.Equal(0.9, LearningRateTrials.Highest(0.9, before: 2, steps: 40, () => Training(rate => rate > 0.5 ? 1.4 : 1)));

    [Fact]
    public void A_rate_that_learns_less_than_half_as_much_gives_way_to_the_highest_that_learns() =>
        Assert.Equal(0.3, LearningRateTrials.Highest(0.9, before: 2, steps: 40, () => Training(rate => rate > 0.5 ? 1.6 : 1)));

    [Fact]
    public void A_rate_that_explodes_gives_way() =>
        Assert.Equal(0.1, LearningRateTrials.Highest(0.9, before: 2, steps: 40, () => Training(rate => rate > 0.2 ? double.NaN : 1)));

    [Fact]
    public void Where_nothing_is_learned_at_any_rate_the_suggestion_stays() =>
        Assert.Equal(0.9, LearningRateTrials.Highest(0.9, before: 2, steps: 40, () => Training(_ => 2)));

    // The rate rises for ten steps; from then on the loss is what it comes to.
    private static Func<int, double, double> Training(Func<double, double> lossAt) => (step, rate) => step < 30 ? 2 : lossAt(rate);
}
