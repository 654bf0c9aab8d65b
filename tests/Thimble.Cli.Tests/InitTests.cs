using Thimble.Cli.Tests.Tools;
using Thimble.Lab;

namespace Thimble.Cli.Tests;

/// <summary>A file of your own to start from.</summary>
public sealed class InitTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_it_proposes_next_works()
    {
        ProcessResult init = ThimbleProcess.Run(_folder, "init");

        Assert.Equal((0, ""), (init.ExitCode, init.Error));
        Assert.EndsWith("\nNext      thimble summary my-sprint.yaml\n          thimble train my-sprint.yaml\n", init.Output);
        Assert.Equal(0, ThimbleProcess.Run(_folder, "summary", "my-sprint.yaml").ExitCode);
        ProcessResult training = ThimbleProcess.Run(_folder, "train", "my-sprint.yaml", "--data-name", "synthetic-digits", "--train-images", "100", "--test-images", "50", "--epochs", "1");
        Assert.Equal((0, ""), (training.ExitCode, training.Error));
    }

    [Fact]
    public void What_is_there_is_replaced_only_with_force()
    {
        string file = _folder["mine.yaml"];
        File.WriteAllText(file, "mine");
        var refused = new TestTerminal(width: 0);
        var forced = new TestTerminal(width: 0);

        Assert.Equal(ExitCode.InvalidInput, CommandLine.Run(["init", "part3", "--out", file], refused.Environment));
        Assert.Equal($"thimble: {file}: this file is there already; give --force to replace it\n", refused.Error.ToString());
        Assert.Equal("mine", File.ReadAllText(file));

        Assert.Equal(0, CommandLine.Run(["init", "part3", "--out", file, "--force"], forced.Environment));
        Assert.Equal("mine", ExperimentCatalogue.Load(file).Name);
    }

    [Fact]
    public void It_can_be_written_to_the_standard_output()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no /dev/stdout.");
        ProcessResult init = ThimbleProcess.Run(_folder, "init", "tiny", "--out", "/dev/stdout");

        Assert.Equal(ExperimentStarter.Of("tiny"), init.Output);
        Assert.StartsWith("Written   /dev/stdout", init.Error);
    }

    [Fact]
    public void A_name_that_there_is_not_writes_nothing()
    {
        var terminal = new TestTerminal(width: 0);

        Assert.Equal(ExitCode.InvalidInput, CommandLine.Run(["init", "sprnt", "--out", _folder["x.yaml"]], terminal.Environment));

        Assert.StartsWith("thimble: there is no built-in experiment 'sprnt'; did you mean 'sprint'? there are dscnn, ", terminal.Error.ToString());
        Assert.False(File.Exists(_folder["x.yaml"]));
    }

    [Fact]
    public void The_file_looks_the_same_as_ever() => Snapshot.Matches("init-sprint", ExperimentStarter.Of("sprint"));
}
