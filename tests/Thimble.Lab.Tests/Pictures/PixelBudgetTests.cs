using Thimble.Pictures;

namespace Thimble.Lab.Tests.Pictures;

/// <summary>How many pixels are decoded at a time.</summary>
public class PixelBudgetTests
{
    [Fact]
    public void A_picture_larger_than_the_budget_is_decoded_alone()
    {
        var budget = new PixelBudget(most: 100);
        int now = 0, most = 0;
        Parallel.For(0, 40, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => budget.Use(i % 2 == 0 ? 60 : 500, () =>
        {
            most = Math.Max(most, Interlocked.Increment(ref now));
            Thread.Yield();
            return Interlocked.Decrement(ref now);
        }));

        Assert.Equal((0, 1), (now, most));
    }
}
