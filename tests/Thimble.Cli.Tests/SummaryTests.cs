using Thimble.Cli.Tests.Tools;

namespace Thimble.Cli.Tests;

/// <summary>Networks on paper.</summary>
public class SummaryTests
{
    [Theory]
    [InlineData("summary part3", "summary-part3")]
    [InlineData("summary part3 --wide", "summary-part3-wide")]
    [InlineData("summary under10k --device", "summary-under10k-device")]
    [InlineData("summary under10k --device --set budget.ram=2KiB --set budget.multiply_adds=1500000", "summary-under10k-device-budget")]
    [InlineData("experiments", "experiments")]
    public void It_looks_the_same_as_ever(string line, string snapshot)
    {
        var terminal = new TestTerminal(width: 0);

        Assert.Equal(0, CommandLine.Run(line.Split(' '), terminal.Environment));
        Snapshot.Matches(snapshot, terminal.Output);
    }

    [Fact]
    public void A_network_that_has_no_export_in_8_bits_says_why()
    {
        var terminal = new TestTerminal(width: 0);

        Assert.Equal(2, CommandLine.Run(["summary", "part3", "--device", "--set", "input=[1, 300, 300]", "--set", "network=[flatten, linear: 10]"], terminal.Environment));

        Assert.Contains("layer 1 adds up 90,000 products, but 32 bits hold 66,572 for certain", terminal.Error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(28, false)]
    public void A_network_that_does_not_see_the_whole_image_says_so(int kernel, bool isShort)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(
            folder["near.yaml"],
            $$"""
            name: near
            target: none
            explanation: none
            data: {name: mnist}
            input: [1, 28, 28]
            network:
              - conv2d: {out: 10, kernel: {{kernel}} }
              - max_pool2d: {kernel: 1, stride: 28}
            recipe: {epochs: 1, optimizer: {sgd: {learning_rate: 0.1} } }
            """);
        var terminal = new TestTerminal(width: 0);

        Assert.Equal(0, CommandLine.Run(["summary", folder["near.yaml"]], terminal.Environment));

        Assert.Equal(isShort, terminal.Output.Contains("The receptive field, 3×3, does not cover the 28×28 image", StringComparison.Ordinal));
    }
}
