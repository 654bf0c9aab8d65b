using Thimble.Engine;

namespace Thimble.Tests.Engine;

/// <summary>The number of workers follows what steps take, on machines that are made up: no time is measured here.</summary>
public sealed class WorkerChoiceTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    [InlineData(7)]
    public void On_an_idle_machine_all_are_used_and_looking_costs_little(int processors)
    {
        var choice = new WorkerChoice(processors, processors);

        TimeSpan spent = Train(choice, workers => 8.0 / workers, steps: 30_000);

        Assert.Equal(processors, choice.Workers);
        Assert.InRange(spent / TimeSpan.FromMilliseconds(30_000 * 8.0 / processors), 1, 1.01);
    }

    // Two threads on one processor, and eight beside two programs that take half of two processors.
    [Theory]
    [InlineData(2, 1, 0.5)]
    [InlineData(8, 2, 0.4)]
    public void Where_more_workers_are_slower_one_does_the_work(int most, int processors, double lossOfEach)
    {
        var choice = new WorkerChoice(most, processors);

        TimeSpan spent = Train(choice, workers => 5 * (1 + ((workers - 1) * lossOfEach)), steps: 4000);

        Assert.Equal(1, choice.Workers);
        Assert.InRange(spent / TimeSpan.FromMilliseconds(4000 * 5), 1, 1.1);
    }

    // A small network: the fourth worker brings nothing, the eighth costs.
    [Fact]
    public void The_best_number_may_lie_between()
    {
        var choice = new WorkerChoice(8, 8);

        Train(choice, workers => (4.0 / workers) + (0.2 * workers), steps: 20_000);

        Assert.Equal(4, choice.Workers);
    }

    [Fact]
    public void Processors_that_no_power_of_two_counts_are_tried()
    {
        var choice = new WorkerChoice(16, 6);

        Train(choice, workers => workers <= 6 ? 12.0 / workers : workers, steps: 20_000);

        Assert.Equal(6, choice.Workers);
    }

    [Fact]
    public void When_the_machine_is_free_again_all_come_back()
    {
        var choice = new WorkerChoice(2, 2);
        Train(choice, workers => workers * 3.0, steps: 20_000);
        Assert.Equal(1, choice.Workers);

        Train(choice, workers => 6.0 / workers, steps: (int)(TimeSpan.FromSeconds(10) / TimeSpan.FromMilliseconds(3)));

        Assert.Equal(2, choice.Workers);
    }

    // Steps that differ as they do beside other programs: half as long again in turn, by no fault of the number.
    [Fact]
    public void Steps_of_one_length_on_average_do_not_send_workers_away_for_long()
    {
        var choice = new WorkerChoice(2, 2);
        int step = 0;
        int withBoth = 0;

        Train(choice, workers =>
        {
            withBoth += workers == 2 ? 1 : 0;
            return 6.0 / workers * (step++ / 3 % 2 == 0 ? 1 : 1.5);
        }, steps: 20_000);

        Assert.InRange(withBoth, 19_700, 20_000);
    }

    private static TimeSpan Train(WorkerChoice choice, Func<int, double> milliseconds, int steps)
    {
        TimeSpan spent = TimeSpan.Zero;
        for (int i = 0; i < steps; i++)
        {
            var time = TimeSpan.FromMilliseconds(milliseconds(choice.Workers));
            choice.Took(time);
            spent += time;
        }

        return spent;
    }
}
