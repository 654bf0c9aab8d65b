using Thimble.Cli.Display;
using Thimble.Cli.Tests.Tools;
using Thimble.Layers;
using Thimble.Training;

namespace Thimble.Cli.Tests.Display;

/// <summary>What training looks like on a terminal.</summary>
public class LiveTrainingDisplayTests
{
    private const int BatchCount = 938;
    private static readonly Network AnyNetwork = new(new NetworkDefinition(new Shape(1, 1, 1), [new Flatten(), new Linear(2)]), seed: 1);

    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(120)]
    public void An_epoch_moves_and_then_settles(int width)
    {
        var terminal = new TestTerminal(width);
        var time = new SetTime();
        using var display = new LiveTrainingDisplay(terminal.Environment.Console, epochs: 15, time);
        time.Seconds = 2.1;
        display.OnBatch(Progress(1, 420));
        string moving = new TerminalScreen(width).Show(terminal.Output).Text;
        time.Seconds = 4.7;
        display.OnBatch(Progress(1, BatchCount - 1));
        string testing = new TerminalScreen(width).Show(terminal.Output).Text;
        foreach ((int epoch, int correct) in ((int, int)[])[(1, 9801), (2, 9910), (3, 9905)])
        {
            time.Seconds = epoch * 5.01;
            display.OnEpoch(Result(epoch, correct), AnyNetwork);
        }

        time.Seconds = 70.2;
        display.OnBatch(Progress(15, 1));
        var screen = new TerminalScreen(width).Show(terminal.Output);

        Assert.Equal(0, screen.Overruns);
        Snapshot.Matches($"training-terminal-{width}", $"{moving}{testing}{screen.Text}");
    }

    [Fact]
    public void It_is_not_drawn_more_often_than_eyes_follow()
    {
        var terminal = new TestTerminal(80);
        using var display = new LiveTrainingDisplay(terminal.Environment.Console, epochs: 1, new SetTime());
        for (int batch = 0; batch < BatchCount; batch++)
            display.OnBatch(Progress(1, batch));

        Assert.Equal(2, terminal.Output.Count(character => character == '\r'));
    }

    [Fact]
    public void A_stopped_run_leaves_no_half_line()
    {
        var terminal = new TestTerminal(80);
        using (var display = new LiveTrainingDisplay(terminal.Environment.Console, epochs: 1, new SetTime()))
            display.OnBatch(Progress(1, 5));

        Assert.Equal("\n", new TerminalScreen(80).Show(terminal.Output).Text);
    }

    [Fact]
    public void A_file_gets_two_plain_lines_an_epoch()
    {
        var terminal = new TestTerminal(width: 0);
        var time = new SetTime { Seconds = 100 };
        ITrainingObserver display = new PlainTrainingDisplay(terminal.Environment.Output, epochs: 5, time);
        time.Seconds = 107;
        display.OnBatch(Progress(3, 420));
        time.Seconds = 110;
        display.OnEpoch(Result(3, 9910), AnyNetwork);
        time.Seconds = 4200;
        display.OnEpoch(Result(5, 9920), AnyNetwork);

        Assert.Equal(
            """
            Epoch=3 Loss=0.1634 batch_id=937 Accuracy=97.68% [0:10 passed, 0:20 left, 12,766 images/s]
            Test set: Average loss: 0.0303, Accuracy: 9910/10000 (99.10%)
            Epoch=5 Loss=0.1634 batch_id=937 Accuracy=97.68% [1:08:20 passed, 12,766 images/s]
            Test set: Average loss: 0.0303, Accuracy: 9920/10000 (99.20%)

            """.ReplaceLineEndings("\n"),
            terminal.Output);
    }

    [Theory]
    [InlineData(1, 468, 10, 190)] // half of the first of ten epochs
    [InlineData(2, 937, 40, 160)] // two of ten
    [InlineData(10, 937, 200, 0)]
    public void The_time_left_is_that_of_the_whole_run(int epoch, int batch, double seconds, double left)
    {
        var time = new SetTime();
        var clock = new RunClock(epochs: 10, time);
        if (epoch > 1)
            clock.LeftAfter(Progress(1, 0));
        time.Seconds = seconds;

        Assert.Equal(left, clock.LeftAfter(Progress(epoch, batch)).TotalSeconds, tolerance: 0.5);
    }

    [Fact]
    public void A_resumed_run_is_timed_from_where_it_resumes()
    {
        var time = new SetTime();
        var clock = new RunClock(epochs: 10, time);
        time.Seconds = 6;

        Assert.Equal(12, clock.LeftAfter(Result(8, 9900)).TotalSeconds, tolerance: 0.01);
    }

    private static BatchProgress Progress(int epoch, int batch) =>
        new(epoch, batch, BatchCount, 0.16342, 0.97682, (batch + 1) * 64, TimeSpan.FromSeconds((batch + 1) * 0.005));

    private static EpochResult Result(int epoch, int correct) => new(
        epoch, BatchCount - 1, 0.16342, new EvaluationResult(0.0771, 58_609, 60_000), new EvaluationResult(0.03031, correct, 10_000),
        0.05f, TimeSpan.FromSeconds(4.7), TimeSpan.FromSeconds(0.31));

    private sealed class SetTime : TimeProvider
    {
        public double Seconds { get; set; }

        public override long TimestampFrequency => 1_000_000;

        public override long GetTimestamp() => (long)(Seconds * TimestampFrequency);
    }
}
