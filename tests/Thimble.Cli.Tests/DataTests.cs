using Thimble.Cli.Tests.Tools;

namespace Thimble.Cli.Tests;

/// <summary>What is where.</summary>
public class DataTests
{
    [Theory]
    [InlineData(0, "data-file")]
    [InlineData(80, "data-terminal-80")]
    public void It_says_what_is_here_and_what_is_missing(int width, string snapshot)
    {
        var terminal = new TestTerminal(width, dataFolder: "/nowhere");

        Assert.Equal(0, CommandLine.Run(["data"], terminal.Environment));
        var screen = new TerminalScreen(width == 0 ? 1000 : width).Show(terminal.Output);
        Assert.Equal(0, screen.Overruns);
        Snapshot.Matches(snapshot, screen.Text);
    }
}
