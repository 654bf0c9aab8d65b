using Thimble.Cli.Tests.Tools;

namespace Thimble.Cli.Tests;

/// <summary>Networks on paper.</summary>
public class SummaryTests
{
    [Theory]
    [InlineData("summary part3", "summary-part3")]
    [InlineData("summary part3 --wide", "summary-part3-wide")]
    [InlineData("experiments", "experiments")]
    public void It_looks_the_same_as_ever(string line, string snapshot)
    {
        var terminal = new TestTerminal(width: 0);

        Assert.Equal(0, CommandLine.Run(line.Split(' '), terminal.Environment));
        Snapshot.Matches(snapshot, terminal.Output);
    }
}
