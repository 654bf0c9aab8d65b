using Thimble.Cli.Tests.Tools;

namespace Thimble.Cli.Tests;

/// <summary>Looking for a learning rate.</summary>
public sealed class FindLearningRateTests : IDisposable
{
    private static readonly string[] Short = ["--data-name", "synthetic-digits", "--train-images", "320", "--test-images", "100", "--batch", "32"];
    private readonly TemporaryFolder _folder = new();

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_gets_a_table_and_the_picture_is_drawn()
    {
        ProcessResult search = ThimbleProcess.Run(_folder, ["find-lr", "sprint", .. Short, "--steps", "60", "--svg", "rate.svg"]);

        Assert.Equal(0, search.ExitCode);
        Assert.DoesNotContain('\e', search.Output);
        string[] lines = search.Output.Split('\n');
        Assert.Equal("learning rate      loss  smoothed", lines[0]);
        Assert.StartsWith("    1.000e-05  ", lines[1]);
        Assert.Contains("Suggested ", search.Output);
        Assert.Contains("sprint has ", search.Output);
        Assert.StartsWith("<svg", File.ReadAllText(_folder["rate.svg"]));
        Assert.False(Directory.Exists(_folder["runs"]));
    }

    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(120)]
    public void A_terminal_gets_a_plot_that_fits(int width)
    {
        var terminal = new TestTerminal(width);
        Assert.Equal(0, CommandLine.Run(["find-lr", "sprint", .. Short, "--threads", "1"], terminal.Environment));
        TerminalScreen screen = new TerminalScreen(width).Show(terminal.Output);

        Assert.Equal(0, screen.Overruns);
        Assert.StartsWith("smoothed loss\n", screen.Text);
        Assert.Contains(screen.Text, character => character is > '\u2800' and <= '\u28ff');
        Assert.Contains("\nSuggested ", screen.Text);
    }
}
