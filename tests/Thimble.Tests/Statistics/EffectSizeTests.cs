using Thimble.Statistics;

namespace Thimble.Tests.Statistics;

/// <summary>How much of what varies goes with its group.</summary>
public class EffectSizeTests
{
    [Fact]
    public void Epsilon_squared_is_what_the_formula_says()
    {
        // Sums of squares about 31: 406 in all, of which 400 are between the groups. Two degrees of freedom between, three within.
        Assert.Equal((400 - (2 * 6 / 3.0)) / 406, EffectSize.EpsilonSquared([[20, 22], [30, 32], [40, 42]])!.Value, 12);
        Assert.Equal(0, EffectSize.EpsilonSquared([[1, 3], [1, 3]]));
    }

    [Fact]
    public void Too_few_figures_have_no_effect_size()
    {
        Assert.Null(EffectSize.EpsilonSquared([[1, 2]]));
        Assert.Null(EffectSize.EpsilonSquared([[1], [2]]));
        Assert.Null(EffectSize.EpsilonSquared([[1, 1], [1, 1]]));
    }
}
