using Thimble.Cli.Display;
using Thimble.Cli.Tests.Tools;

namespace Thimble.Cli.Tests.Display;

/// <summary>What a confusion matrix looks like.</summary>
public class ConfusionDisplayTests
{
    [Theory]
    [InlineData(0, 10)]
    [InlineData(60, 10)]
    [InlineData(80, 10)]
    [InlineData(80, 26)]
    public void It_never_runs_over_the_margin(int width, int classCount)
    {
        var terminal = new TestTerminal(width);
        Prediction[] predictions = [.. Enumerable.Range(0, 10_000).Select(index => Opinion(index, classCount))];

        ConfusionDisplay.Show(
            terminal.Environment.Console, ConfusionMatrix.Of(predictions, classCount), [.. Enumerable.Range(0, classCount).Select(label => $"{label}")]);

        var screen = new TerminalScreen(width == 0 ? 200 : width).Show(terminal.Output);
        Assert.Equal(0, screen.Overruns);
        Snapshot.Matches($"confusion-{classCount}-classes-{(width == 0 ? "file" : $"{width}")}", screen.Text);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(80)]
    public void Classes_with_long_names_number_their_columns(int width)
    {
        var terminal = new TestTerminal(width);
        Prediction[] predictions = [.. Enumerable.Range(0, 30).Select(index => Opinion(index, 4))];

        ConfusionDisplay.Show(
            terminal.Environment.Console, ConfusionMatrix.Of(predictions, 4), ["circle", "[red] square", "a triangle with a name that is far too long for a table", "none"]);

        var screen = new TerminalScreen(width == 0 ? 200 : width).Show(terminal.Output);
        Assert.Equal(0, screen.Overruns);
        Snapshot.Matches($"confusion-names-{(width == 0 ? "file" : $"{width}")}", screen.Text);
    }

    private static Prediction Opinion(int index, int classCount)
    {
        int label = index % (classCount - 1);
        return new(index, label, index % 97 == 0 ? (label + 3) % classCount : label, 1);
    }
}
