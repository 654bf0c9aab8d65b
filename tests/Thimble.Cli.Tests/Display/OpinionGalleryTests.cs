using Thimble.Cli.Display;
using Thimble.Cli.Tests.Tools;

namespace Thimble.Cli.Tests.Display;

/// <summary>What the pictures of digits look like.</summary>
public class OpinionGalleryTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(120)]
    public void It_shows_right_ones_of_different_classes_and_then_mistakes(int width)
    {
        ImageDataset images = SyntheticDigits.Create(trainCount: 1, testCount: 100).Evaluated;
        Prediction[] predictions = [.. Enumerable.Range(0, images.Count).Select(index => Opinion(images, index))];
        var terminal = new TestTerminal(width);

        OpinionGallery.Show(terminal.Environment, images, predictions);

        var screen = new TerminalScreen(width == 0 ? 100 : width).Show(terminal.Output);
        Assert.Equal(0, screen.Overruns);
        Assert.Equal(width > 0, terminal.Output.Contains('\e'));
        Snapshot.Matches(width == 0 ? "opinions-file" : $"opinions-terminal-{width}", screen.Text);
    }

    /// <summary>Every seventh is a mistake, each a little surer than the one before.</summary>
    private static Prediction Opinion(ImageDataset images, int index)
    {
        int label = images.Label(index);
        return index % 7 == 6
            ? new(index, label, (label + 1) % 10, 0.5 + (index / 1000.0))
            : new(index, label, label, 0.99996);
    }
}
