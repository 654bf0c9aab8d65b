using Thimble.Cli.Display;
using Thimble.Cli.Tests.Tools;

namespace Thimble.Cli.Tests.Display;

/// <summary>What a download looks like.</summary>
public class DownloadDisplayTests
{
    [Fact]
    public void A_file_gets_one_line_a_file_however_often_it_reports()
    {
        var terminal = new TestTerminal(width: 0);
        using (var display = new DownloadDisplay(terminal.Environment))
        {
            display.LookingFor("mnist");
            display.Report(Progress(1_000_000));
            display.Report(Progress(2_000_000));
        }

        Assert.Equal("Downloading mnist: train-images-idx3-ubyte.gz from example.org\n", terminal.Output);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    public void A_terminal_gets_a_line_that_moves_and_goes(int width)
    {
        var terminal = new TestTerminal(width);
        string moving;
        using (var display = new DownloadDisplay(terminal.Environment))
        {
            display.LookingFor("mnist");
            display.Report(Progress(4_956_211));
            moving = new TerminalScreen(width).Show(terminal.Output).Text;
        }

        Assert.StartsWith("Downloading train-images-idx3-ubyte", moving);
        var screen = new TerminalScreen(width).Show(terminal.Output);
        Assert.Equal(0, screen.Overruns);
        Assert.Equal("\n", screen.Text);
    }

    private static DownloadProgress Progress(long bytes) => new("mnist", "train-images-idx3-ubyte.gz", "example.org", bytes, 9_912_422);
}
