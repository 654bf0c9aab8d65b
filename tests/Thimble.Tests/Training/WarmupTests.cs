using Thimble.Training;

namespace Thimble.Tests.Training;

/// <summary>The schedules that PyTorch does not have as one: a straight line, and a rise from 0 before it or before a cosine. The figures are by hand.</summary>
public sealed class WarmupTests
{
    [Fact]
    public void A_straight_line_falls_from_the_rate_to_just_above_the_final_one()
    {
        var line = new LinearLR(FinalRate: 0.2);

        Assert.Equal([1, 0.8, 0.6, 0.4], Rates(line, stepsPerEpoch: 2, epochs: 2), Closely);
    }

    [Fact]
    public void A_straight_line_rises_from_above_0_and_reaches_the_rate_after_the_warm_up()
    {
        var line = new LinearLR(WarmupEpochs: 1, FinalRate: 0.5);

        Assert.Equal([0.2, 0.4, 0.6, 0.8, 1, 0.875, 0.75, 0.625], Rates(line, stepsPerEpoch: 4, epochs: 2), Closely);
    }

    [Fact]
    public void A_cosine_rises_from_above_0_and_reaches_the_rate_after_the_warm_up()
    {
        var cosine = new CosineAnnealingLR(MinimumRate: 0.2, WarmupEpochs: 1);

        Assert.Equal(
            [0.2, 0.4, 0.6, 0.8, 1, 0.6 + (0.4 * Math.Sqrt(0.5)), 0.6, 0.6 - (0.4 * Math.Sqrt(0.5))],
            Rates(cosine, stepsPerEpoch: 4, epochs: 2), Closely);
    }

    [Fact]
    public void The_steps_of_the_warm_up_are_no_part_of_the_cosine()
    {
        var cosine = new CosineAnnealingLR(MinimumRate: 0.2, WarmupEpochs: 1);

        Assert.Equal(0.6 + (0.4 * Math.Sqrt(0.5)), cosine.LearningRate(new ScheduleStep(6, 4, 3), 1), 12);
    }

    [Fact]
    public void A_warm_up_of_a_part_of_an_epoch_ends_within_it()
    {
        Assert.Equal([1 / 3.0, 2 / 3.0, 1, 0.5], Rates(new LinearLR(WarmupEpochs: 0.5), stepsPerEpoch: 4, epochs: 1), Closely);
        Assert.Equal([1 / 3.0, 2 / 3.0, 1, 0.5], Rates(new CosineAnnealingLR(WarmupEpochs: 0.5), stepsPerEpoch: 4, epochs: 1), Closely);
    }

    [Fact]
    public void A_warm_up_as_long_as_the_run_only_rises()
    {
        Assert.Equal([0.25, 0.5, 0.75], Rates(new LinearLR(WarmupEpochs: 1), stepsPerEpoch: 3, epochs: 1), Closely);
        Assert.Equal([0.25, 0.5, 0.75], Rates(new CosineAnnealingLR(WarmupEpochs: 1), stepsPerEpoch: 3, epochs: 1), Closely);
    }

    [Fact]
    public void A_base_rate_scales_the_line_but_not_where_it_ends()
    {
        Assert.Equal(3 + ((0.2 - 3) * 0.25), new LinearLR(FinalRate: 0.2).LearningRate(new ScheduleStep(1, 4, 1), 3), 12);
        Assert.Equal(1.5, new LinearLR(WarmupEpochs: 0.75).LearningRate(new ScheduleStep(1, 4, 1), 3), 12);
        Assert.Equal(1.5, new CosineAnnealingLR(WarmupEpochs: 0.75).LearningRate(new ScheduleStep(1, 4, 1), 3), 12);
    }

    private static bool Closely(double expected, double actual) => Math.Abs(expected - actual) < 1e-12;

    private static IEnumerable<double> Rates(Schedule schedule, int stepsPerEpoch, int epochs) =>
        Enumerable.Range(0, stepsPerEpoch * epochs).Select(step => schedule.LearningRate(new ScheduleStep(step, stepsPerEpoch, epochs), baseRate: 1));
}
