using System.Text.Json;
using Thimble.Cli.Tests.Tools;

namespace Thimble.Cli.Tests;

/// <summary>The list of runs.</summary>
public sealed class RunsTests : IDisposable
{
    private readonly KeptRuns _runs = new();

    public RunsTests()
    {
        _runs.Add(_runs.Write("part2-fixed", 8), [950, 985, 986]);
        _runs.Add(_runs.Write("part3", 16), [980, 993, 991]);
        _runs.Add(_runs.Write("part3", 16).Override(seed: 2), [981, 990, 992], split: "validation");
        _runs.Add(_runs.Write("part1", 64, epochs: 15), [970], isFinished: false);
    }

    /// <inheritdoc/>
    public void Dispose() => _runs.Dispose();

    [Fact]
    public void A_terminal_gets_what_fits()
    {
        var terminal = new TestTerminal(80);
        CommandLine.Run(["runs", "--root", _runs.Root], terminal.Environment);
        TerminalScreen screen = new TerminalScreen(80).Show(terminal.Output);

        Assert.Equal(0, screen.Overruns);
        Snapshot.Matches("runs-terminal-80", screen.Text);
    }

    [Fact]
    public void A_file_gets_everything() => Snapshot.Matches("runs-file", Mask.Of(Show(), _runs.Folder));

    [Theory]
    [InlineData("final", "part1/1 part2-fixed/1 part3/1 part3/2")]
    [InlineData("parameters", "part2-fixed/1 part3/1 part3/2 part1/1")]
    [InlineData("started", "part2-fixed/1 part3/1 part3/2 part1/1")]
    public void The_greatest_comes_last(string column, string expected) => Assert.Equal(
        expected, string.Join(' ', Show("--sort", column).TrimEnd('\n').Split('\n').Skip(1).Select(line => line.Split(' ')[0])));

    [Fact]
    public void The_greatest_comes_first_where_that_is_asked_for() => Assert.Equal(
        ["part3/2", "part3/1", "part2-fixed/1", "part1/1"],
        Show("--sort", "final", "--descending").TrimEnd('\n').Split('\n').Skip(1).Select(line => line.Split(' ')[0]));

    [Fact]
    public void Json_is_for_other_programs()
    {
        using JsonDocument json = JsonDocument.Parse(Show("--json"));
        JsonElement run = json.RootElement[2];

        Assert.Equal(4, json.RootElement.GetArrayLength());
        Assert.Equal("part3/2", run.GetProperty("run").GetString());
        Assert.Equal("validation", run.GetProperty("evaluated_on").GetString());
        Assert.Equal(0.992, run.GetProperty("final").GetProperty("accuracy").GetDouble());
        Assert.Equal(3, run.GetProperty("best_by_validation_accuracy").GetProperty("epoch").GetInt32());
        Assert.Equal("unfinished", json.RootElement[3].GetProperty("verdict").GetString());
    }

    [Fact]
    public void What_cannot_be_read_is_reported_in_one_line_and_no_reason_to_fail()
    {
        for (int i = 50; i < 70; i++)
        {
            Directory.CreateDirectory(_runs.Folder[$"part3/0{i}"]);
            File.WriteAllText(_runs.Folder[$"part3/0{i}/log.txt"], "");
        }

        var terminal = new TestTerminal(width: 0);
        Assert.Equal(0, CommandLine.Run(["runs", "--root", _runs.Root], terminal.Environment));

        Assert.Equal(5, terminal.Output.TrimEnd('\n').Split('\n').Length);
        string warning = Assert.Single(terminal.Error.ToString().TrimEnd('\n').Split('\n'));
        Assert.StartsWith("thimble: warning: 20 that cannot be read: ", warning);
        Assert.EndsWith("| and 17 more", warning);
    }

    [Fact]
    public void Before_the_first_run_the_process_says_how_to_get_one()
    {
        using var empty = new TemporaryFolder();

        ProcessResult list = ThimbleProcess.Run(empty, "runs");
        Assert.Equal(0, list.ExitCode);
        Assert.Contains("There are no runs in runs yet; to train one: thimble train sprint", list.Output);
        Assert.Equal("[]", ThimbleProcess.Run(empty, "runs", "--json").Output.Trim());
    }

    private string Show(params string[] options)
    {
        var terminal = new TestTerminal(width: 0);
        Assert.Equal(0, CommandLine.Run(["runs", "--root", _runs.Root, .. options], terminal.Environment));
        Assert.Empty(terminal.Error.ToString());
        return terminal.Output;
    }
}
