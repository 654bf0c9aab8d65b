using Thimble.Cli.Tests.Tools;
using Thimble.Lab;

namespace Thimble.Cli.Tests;

/// <summary>The mistakes of a file on the error stream: a line each, up to a page of them.</summary>
public class MistakesInFilesTests
{
    [Theory]
    [InlineData("summary")]
    [InlineData("train")]
    [InlineData("find-lr")]
    [InlineData("diagnose")]
    public void Every_mistake_is_a_line(string command)
    {
        using var folder = new TemporaryFolder();
        string file = folder["mine.yaml"];
        File.WriteAllText(file, ExperimentCatalogue.Load("sprint").Yaml.Replace("epochs:", "epoch:").Replace("batch_norm2d", "batch_norm"));
        var terminal = new TestTerminal(width: 0);

        Assert.Equal(ExitCode.InvalidInput, CommandLine.Run([command, file], terminal.Environment));

        Assert.Empty(terminal.Output);
        string[] lines = terminal.Error.ToString().TrimEnd('\n').Split('\n');
        Assert.True(lines.Length > 2, terminal.Error.ToString());
        Assert.All(lines, line => Assert.StartsWith($"thimble: {file}:", line));
        Assert.Contains(lines, line => line.EndsWith("; did you mean 'batch_norm2d'?", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.EndsWith("; did you mean 'epochs'?", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(20, 20, null)]
    [InlineData(21, 21, "thimble: and 1 more mistake")]
    [InlineData(30, 21, "thimble: and 10 more mistakes")]
    public void After_a_page_the_rest_is_counted(int mistakes, int lines, string? last)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(
            folder["mine.yaml"],
            $"name: mine\ndata: mnist\ninput: [1, 28, 28]\nnetwork:\n{string.Concat(Enumerable.Repeat("  - rellu\n", mistakes))}recipe: {{epochs: 1, optimizer: {{sgd: {{learning_rate: 1}}}}}}\n");
        var terminal = new TestTerminal(width: 0);

        Assert.Equal(ExitCode.InvalidInput, CommandLine.Run(["summary", folder["mine.yaml"]], terminal.Environment));

        string[] written = terminal.Error.ToString().TrimEnd('\n').Split('\n');
        Assert.Equal(lines, written.Length);
        if (last is not null)
            Assert.Equal(last, written[^1]);
    }
}
