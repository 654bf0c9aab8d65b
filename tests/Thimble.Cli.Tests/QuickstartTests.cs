using Thimble.Cli.Tests.Tools;

namespace Thimble.Cli.Tests;

/// <summary>The first command that anyone runs.</summary>
public class QuickstartTests
{
    private static readonly string[] Short =
        ["quickstart", "--no-download", "--train-images", "300", "--test-images", "100", "--epochs", "1", "--threads", "2"];

    [Fact]
    public void Without_MNIST_it_trains_on_synthetic_digits_and_says_so()
    {
        using var folder = new TemporaryFolder();
        ProcessResult result = ThimbleProcess.Run(folder, Short);

        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith("SYNTHETIC DIGITS, not MNIST: ", result.Output);
        Assert.Contains("What it sees in some of the first 100 test images of synthetic-digits", result.Output);
        Assert.Contains("thimble evaluate sprint/", result.Output);
        Assert.DoesNotContain('\e', result.Output);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public void On_a_terminal_nothing_runs_over_the_margin(int width)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "There is no 'script' to make a terminal with.");
        using var folder = new TemporaryFolder();
        string line = $"stty cols {width} rows 50; dotnet {ThimbleProcess.Program} {string.Join(' ', Short)}";
        using var process = ThimbleProcess.Start(folder, "script", ["-qec", line, "/dev/null"]);
        ProcessResult result = ThimbleProcess.WaitFor(process);

        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        var screen = new TerminalScreen(width).Show(result.Output);
        Assert.Equal(0, screen.Overruns);
        Assert.Contains(" SYNTHETIC DIGITS, not MNIST ", screen.Text);
        Assert.Contains("\n1/1  ", screen.Text);
        Assert.Contains("▀▀▀▀▀▀", screen.Text);
    }

    [Fact]
    public void A_terminal_that_cannot_be_drawn_on_gets_plain_lines()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "There is no 'script' to make a terminal with.");
        using var folder = new TemporaryFolder();
        using var process = ThimbleProcess.Start(
            folder, "script", ["-qec", $"TERM=dumb dotnet {ThimbleProcess.Program} {string.Join(' ', Short)}", "/dev/null"]);
        ProcessResult result = ThimbleProcess.WaitFor(process);

        Assert.DoesNotContain('\e', result.Output);
        Assert.Contains("Epoch=1 ", result.Output);
    }
}
