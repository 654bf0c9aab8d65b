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
        using var display = new LiveTrainingDisplay(terminal.Environment.Console, epochs: 15, new StoppedTime());
        display.OnBatch(Progress(1, 420));
        string moving = new TerminalScreen(width).Show(terminal.Output).Text;
        display.OnBatch(Progress(1, BatchCount - 1));
        string testing = new TerminalScreen(width).Show(terminal.Output).Text;
        display.OnEpoch(Result(1, 9801), AnyNetwork);
        display.OnEpoch(Result(2, 9910), AnyNetwork);
        display.OnEpoch(Result(3, 9905), AnyNetwork);
        display.OnBatch(Progress(15, 1));
        var screen = new TerminalScreen(width).Show(terminal.Output);

        Assert.Equal(0, screen.Overruns);
        Snapshot.Matches($"training-terminal-{width}", $"{moving}{testing}{screen.Text}");
    }

    [Fact]
    public void It_is_not_drawn_more_often_than_eyes_follow()
    {
        var terminal = new TestTerminal(80);
        using var display = new LiveTrainingDisplay(terminal.Environment.Console, epochs: 1, new StoppedTime());
        for (int batch = 0; batch < BatchCount; batch++)
            display.OnBatch(Progress(1, batch));

        Assert.Equal(2, terminal.Output.Count(character => character == '\r'));
    }

    [Fact]
    public void A_stopped_run_leaves_no_half_line()
    {
        var terminal = new TestTerminal(80);
        using (var display = new LiveTrainingDisplay(terminal.Environment.Console, epochs: 1, new StoppedTime()))
            display.OnBatch(Progress(1, 5));

        Assert.Equal("\n", new TerminalScreen(80).Show(terminal.Output).Text);
    }

    [Fact]
    public void A_file_gets_two_plain_lines_an_epoch()
    {
        var terminal = new TestTerminal(width: 0);
        ITrainingObserver display = new PlainTrainingDisplay(terminal.Environment.Output);
        display.OnBatch(Progress(3, 420));
        display.OnEpoch(Result(3, 9910), AnyNetwork);

        Assert.Equal(
            "Epoch=3 Loss=0.1634 batch_id=937 Accuracy=97.68%\nTest set: Average loss: 0.0303, Accuracy: 9910/10000 (99.10%)\n",
            terminal.Output);
    }

    private static BatchProgress Progress(int epoch, int batch) =>
        new(epoch, batch, BatchCount, 0.16342, 0.97682, (batch + 1) * 64, TimeSpan.FromSeconds((batch + 1) * 0.005));

    private static EpochResult Result(int epoch, int correct) => new(
        epoch, BatchCount - 1, 0.16342, new EvaluationResult(0.0771, 58_609, 60_000), new EvaluationResult(0.03031, correct, 10_000),
        0.05f, TimeSpan.FromSeconds(4.7), TimeSpan.FromSeconds(0.31));

    private sealed class StoppedTime : TimeProvider
    {
        public override long GetTimestamp() => 0;
    }
}
