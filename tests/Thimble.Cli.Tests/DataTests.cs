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

    [Fact]
    public void A_folder_that_is_named_is_all_that_it_speaks_of()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["empty"]);
        OwnFilesTests.Write(folder["own"], SyntheticDigits.Create(trainCount: 40, testCount: 20, seed: 7));
        var empty = new TestTerminal(width: 0, dataFolder: "/nowhere");
        var own = new TestTerminal(width: 0, dataFolder: "/nowhere");

        Assert.Equal(0, CommandLine.Run(["data", "--data", folder["empty"]], empty.Environment));
        Assert.Equal(0, CommandLine.Run(["data", "--data", folder["own"]], own.Environment));

        Assert.DoesNotContain("/nowhere", empty.Output);
        Assert.DoesNotContain("synthetic-digits", empty.Output);
        Assert.DoesNotContain("thimble data get", empty.Output);
        Assert.Contains("mnist  handwritten digits, 28×28, 60,000 + 10,000\n  missing  it is not in this folder\n  --data ", empty.Output);
        Assert.StartsWith("files  your own, 28×28, 10 classes\n  here     40 training and 20 test images, sha256 ", own.Output);
    }
}
