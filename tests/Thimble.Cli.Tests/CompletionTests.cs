using System.CommandLine;
using Thimble.Cli.Tests.Tools;
using Thimble.Lab;

namespace Thimble.Cli.Tests;

/// <summary>What a shell is told that a word may become.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("thimble tr", "train")]
    [InlineData("thimble data ", "get")]
    [InlineData("thimble train u", "under10k")]
    [InlineData("thimble train part2", "part2 part2-fixed")]
    [InlineData("thimble train part3 --ep", "--epochs")]
    [InlineData("thimble train part3 --data-name f", "fashion-mnist files")]
    [InlineData("thimble train part3 --split ", "test validation")]
    [InlineData("thimble evaluate x --weights b", "best")]
    [InlineData("thimble export x --experiment ti", "tiny")]
    [InlineData("thimble help sum", "summary")]
    [InlineData("thimble help data ge", "")]
    [InlineData("thimble completion ", "bash zsh fish pwsh")]
    [InlineData("thimble frobnicate ", "")]
    [InlineData("thimble", "")]
    [InlineData("", "")]
    public void It_is_told_what_there_is(string line, string expected) => Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(), Suggest(line).Order());

    [Fact]
    public void Every_command_and_every_option_is_told()
    {
        Command root = CommandLine.CreateRoot(new TestTerminal(0).Environment);

        Assert.Equal(root.Subcommands.Select(command => command.Name).Order(), Suggest("thimble ").Order());
        foreach (Command command in root.Subcommands)
            Assert.Empty(command.Options.Where(option => !option.Hidden).Select(option => option.Name).Except(Suggest($"thimble {command.Name} -")));
    }

    [Fact]
    public void What_comes_after_the_cursor_does_not_matter()
    {
        var terminal = new TestTerminal(width: 0);

        Assert.Equal(0, CommandLine.Run(["[suggest:10]", "thimble su part3"], terminal.Environment));

        Assert.Equal("summary\n", terminal.Output);
    }

    [Fact]
    public void Bash_completes_commands_options_experiments_and_runs()
    {
        Assert.SkipUnless(File.Exists("/bin/bash") || File.Exists("/usr/bin/bash"), "There is no bash here.");
        Directory.CreateDirectory(_folder["runs/mine/001"]);
        File.WriteAllText(_folder["runs/mine/001/log.txt"], "");
        File.WriteAllText(_folder["runs/mine/001/experiment.yaml"], ExperimentCatalogue.Load("sprint").Yaml);

        ProcessResult bash = ThimbleProcess.Shell(_folder, """
            thimble() { dotnet "$0" "$@"; }
            source <(thimble completion bash)
            complete -p thimble > /dev/null
            try() {
                COMP_LINE=$1 COMP_POINT=${#1} COMP_WORDS=($1) COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) COMPREPLY=()
                _thimble thimble "" ""
                echo "$1: ${COMPREPLY[*]}"
            }
            try 'thimble summ'
            try 'thimble summary --w'
            try 'thimble summary sp'
            try 'thimble evaluate mine/'
            try 'thimble evaluate m'
            try 'thimble evaluate no-such'
            """);

        Assert.Equal("", bash.Error);
        Assert.Equal(
            """
            thimble summ: summary
            thimble summary --w: --wide
            thimble summary sp: sprint
            thimble evaluate mine/: mine/1
            thimble evaluate m: mine mine/1
            thimble evaluate no-such: 

            """.ReplaceLineEndings("\n"),
            bash.Output);
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("pwsh")]
    public void Each_shell_has_a_script_that_asks(string shell)
    {
        var terminal = new TestTerminal(width: 0);

        Assert.Equal(0, CommandLine.Run(["completion", shell], terminal.Environment));

        Assert.Contains("thimble", terminal.Output);
        Assert.Contains("[suggest:", terminal.Output);
        Assert.DoesNotContain('\r', terminal.Output);
    }

    [Fact]
    public void Refuses_an_unknown_shell()
    {
        var terminal = new TestTerminal(width: 0);

        Assert.Equal(ExitCode.InvalidInput, CommandLine.Run(["completion", "bahs"], terminal.Environment));

        Assert.Equal("thimble: completion: there is no script for 'bahs'; allowed: bash, zsh, fish, pwsh; did you mean 'bash'?\n", terminal.Error.ToString());
    }

    private static string[] Suggest(string line)
    {
        var terminal = new TestTerminal(width: 0);
        Assert.Equal(0, CommandLine.Run([$"[suggest:{line.Length}]", line], terminal.Environment));
        Assert.Equal("", terminal.Error.ToString());
        return terminal.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
