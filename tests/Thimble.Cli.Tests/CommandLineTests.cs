using System.CommandLine;
using Thimble.Cli.Tests.Tools;
using Thimble.Lab;

namespace Thimble.Cli.Tests;

/// <summary>What holds for every command: help, version, and one line for a mistake.</summary>
public class CommandLineTests
{
    [Theory]
    [InlineData("thimble")]
    [InlineData("train")]
    [InlineData("quickstart")]
    [InlineData("evaluate")]
    [InlineData("predict")]
    [InlineData("export")]
    [InlineData("runs")]
    [InlineData("compare")]
    [InlineData("find-lr")]
    [InlineData("search")]
    [InlineData("report")]
    [InlineData("summary")]
    [InlineData("diagnose")]
    [InlineData("experiments")]
    [InlineData("data")]
    [InlineData("data get")]
    [InlineData("help")]
    [InlineData("init")]
    [InlineData("completion")]
    public void Help_says_what_there_is_with_examples(string command)
    {
        var terminal = new TestTerminal(width: 0);
        string[] words = command == "thimble" ? [] : command.Split(' ');

        Assert.Equal(0, CommandLine.Run([.. words, "--help"], terminal.Environment));
        Snapshot.Matches($"help-{command.Replace(' ', '-')}", terminal.Output);
    }

    public static TheoryData<string> CallsWithAnEmptyWord => [.. CallsOf(CommandLine.CreateRoot(new TestTerminal(0).Environment), "")];

    // Every option and argument that there is, so that none that is added is forgotten.
    private static IEnumerable<string> CallsOf(Command command, string call)
    {
        foreach (Option option in command.Options.Where(option => option.Arity.MaximumNumberOfValues > 0 && option.ValueType != typeof(bool)))
            yield return $"{call}{option.Name}";
        for (int i = 0; i < command.Arguments.Count; i++)
            yield return $"{call}{string.Concat(Enumerable.Repeat("x ", i))}{command.Arguments[i].Name}";
        foreach (string deeper in command.Subcommands.SelectMany(below => CallsOf(below, $"{call}{below.Name} ")))
            yield return deeper;
    }

    [Theory]
    [MemberData(nameof(CallsWithAnEmptyWord))]
    public void An_empty_word_is_reported_in_one_line(string call)
    {
        string name = call.Split(' ')[^1];
        string[] command = call.Split(' ')[..^1];
        foreach (string blank in (string[])["", "  "])
        {
            var terminal = new TestTerminal(width: 0);
            string[] words = name.StartsWith('-') ? [.. command, name, blank] : [.. command, blank];

            Assert.Equal(ExitCode.InvalidInput, CommandLine.Run(words, terminal.Environment));
            Assert.Empty(terminal.Output);
            Assert.Matches($"^thimble: ({name.Replace("|", "\\|", StringComparison.Ordinal)} is empty; |{name} is ' *'; )[^\n]*\n$", terminal.Error.ToString());
        }
    }

    [Fact]
    public void A_word_that_begins_with_an_at_sign_is_a_word()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["@loop.txt"], "@loop.txt");
        File.WriteAllText(folder["words.txt"], "summary part3");
        Experiment part3 = ExperimentCatalogue.Load("part3");
        File.WriteAllText(folder["@mine.yaml"], part3.Yaml);

        ProcessResult loop = ThimbleProcess.Run(folder, "@loop.txt");
        ProcessResult words = ThimbleProcess.Run(folder, "@words.txt");
        ProcessResult file = ThimbleProcess.Run(folder, "summary", "@mine.yaml");
        ProcessResult picture = ThimbleProcess.Run(folder, "summary", "@no-such.yaml");

        Assert.Equal((2, "thimble: Unrecognized command or argument '@loop.txt'. 'thimble --help' shows what there is.\n"), (loop.ExitCode, loop.Error));
        Assert.Equal((2, "thimble: Unrecognized command or argument '@words.txt'. 'thimble --help' shows what there is.\n"), (words.ExitCode, words.Error));
        Assert.Equal((0, ""), (file.ExitCode, file.Error));
        Assert.StartsWith("thimble: there is no experiment or file '@no-such.yaml'", picture.Error);
    }

    [Theory]
    [InlineData("[diagram] summary part3")]
    [InlineData("[suggest:3]")]
    [InlineData("[parse] summary part3")]
    [InlineData("[env:THIMBLE_DEBUG=1] summary part3")]
    [InlineData("summary -wh part3")]
    public void What_the_parser_could_do_besides_is_off(string line)
    {
        var terminal = new TestTerminal(width: 0);

        Assert.Equal(ExitCode.InvalidInput, CommandLine.Run(line.Split(' '), terminal.Environment));
        Assert.Empty(terminal.Output);
        Assert.StartsWith("thimble: Unrecognized command or argument '", terminal.Error.ToString());
    }

    [Theory]
    [InlineData("trian", "Unrecognized command or argument 'trian'")]
    [InlineData("--frobnicate", "Unrecognized command or argument '--frobnicate'")]
    [InlineData("train", "train: name an experiment (")]
    [InlineData("summary", "Required argument 'EXPERIMENT' missing")]
    [InlineData("train part3 --bogus", "Unrecognized command or argument '--bogus'")]
    [InlineData("train part3 --epochs", "Required argument missing for option: '--epochs'")]
    [InlineData("train part3 --epochs 0", "--epochs is '0'; give a whole number from 1 to 100,000")]
    [InlineData("train part3 --epochs -3", "--epochs is '-3'; give a whole number from 1 to 100,000")]
    [InlineData("train part3 --epochs ten", "--epochs is 'ten'; give a whole number from 1 to 100,000")]
    [InlineData("train part3 --epochs 99999999999", "--epochs is '99999999999'; give a whole number")]
    [InlineData("train part3 --batch 0", "--batch is '0'; give a whole number from 1 to")]
    [InlineData("train part3 --threads -1", "--threads is '-1'; give a whole number from 1 to 1,024")]
    [InlineData("train part3 --seed -1", "--seed is '-1'; give a whole number from 0 to")]
    [InlineData("train part3 --seeds 0", "--seeds is '0'; give how many (5), a list (1,2,7) or a range (3-6)")]
    [InlineData("train part3 --seeds 2-3 --seed 1", "--seeds lists the seeds; leave --seed out")]
    [InlineData("train part3 --seeds 1,1", "--seeds is '1,1'; give how many")]
    [InlineData("train part3 --seeds 6-3", "--seeds is '6-3'; give how many")]
    [InlineData("train part3 --seeds 1,x", "--seeds is '1,x'; give how many")]
    [InlineData("train part3 --train-images 0", "--train-images is '0'; give a whole number from 1 to")]
    [InlineData("quickstart --test-images 0", "--test-images is '0'; give a whole number from 1 to")]
    [InlineData("evaluate part3 --threads 0", "--threads is '0'; give a whole number from 1 to 1,024")]
    [InlineData("evaluate part3 --weights worst", "--weights is 'worst'; give final or best")]
    [InlineData("summary no-such-experiment", "no-such-experiment")]
    [InlineData("evaluate no-such-run", "no-such-run")]
    [InlineData("find-lr part3 --start 0", "--start is '0'; give a number above 0")]
    [InlineData("find-lr part3 --steps 5", "--steps is '5'; give a whole number from 20 to 100,000")]
    [InlineData("runs --sort speed", "--sort is 'speed'; give one of started, experiment")]
    [InlineData("runs --root no-such-folder", "no-such-folder: there is no such folder of runs")]
    [InlineData("compare", "compare: give at least two runs")]
    [InlineData("compare part3", "compare: give at least two runs")]
    [InlineData("compare no-such-run part3", "no-such-run")]
    [InlineData("report", "Required argument 'RUN' missing")]
    [InlineData("report no-such-run", "there is no run 'no-such-run'")]
    [InlineData("report part3 --open maybe", "--open is 'maybe'; give yes or no")]
    [InlineData("data get no-such-data", "There is no data set 'no-such-data'")]
    public void A_mistake_is_reported_in_one_line_and_exit_code_2(string line, string expected)
    {
        var terminal = new TestTerminal(width: 0);

        Assert.Equal(ExitCode.InvalidInput, CommandLine.Run(line.Split(' '), terminal.Environment));
        Assert.Empty(terminal.Output);
        string error = terminal.Error.ToString();
        Assert.StartsWith("thimble: ", error);
        Assert.Contains(expected, error);
        Assert.Single(error.TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [InlineData("trian", "Unrecognized command or argument 'trian'. Did you mean 'train'? 'thimble --help' shows what there is.")]
    [InlineData("trian part3 --epochs 3", "Unrecognized command or argument 'trian'. Did you mean 'train'? 'thimble --help' shows what there is.")]
    [InlineData("sumary part3", "Unrecognized command or argument 'sumary'. Did you mean 'summary'? 'thimble --help' shows what there is.")]
    [InlineData("frobnicate", "Unrecognized command or argument 'frobnicate'. 'thimble --help' shows what there is.")]
    [InlineData("data gte", "gte: no such file or folder; to download a data set: thimble data get NAME")]
    [InlineData("data get mnist again", "Unrecognized command or argument 'again'. 'thimble data get --help' shows what there is.")]
    [InlineData("--verson", "Unrecognized option '--verson'. Did you mean '--version'? 'thimble --help' shows what there is.")]
    [InlineData("train part3 --epoch 3", "Unrecognized option '--epoch'. Did you mean '--epochs'? 'thimble train --help' shows what there is.")]
    [InlineData("train --epoch 3 part3", "Unrecognized option '--epoch'. Did you mean '--epochs'? 'thimble train --help' shows what there is.")]
    [InlineData("train --hlep", "Unrecognized option '--hlep'. Did you mean '--help'? 'thimble train --help' shows what there is.")]
    [InlineData("summary -- --wdie", "there is no experiment or file '--wdie'; built in are dscnn, part1, part2, part2-fixed, part3, resnet8, small, sprint, tiny, under10k")]
    [InlineData("help trian", "help: there is no command 'trian'; did you mean 'train'? there are train, quickstart,")]
    [InlineData("help train part3", "help: there is no command 'part3'; train has none below it")]
    public void Suggests_the_nearest_command_or_option(string line, string expected)
    {
        var terminal = new TestTerminal(width: 0);

        Assert.Equal(ExitCode.InvalidInput, CommandLine.Run(line.Split(' '), terminal.Environment));
        Assert.Empty(terminal.Output);
        Assert.StartsWith($"thimble: {expected}", terminal.Error.ToString());
        Assert.Single(terminal.Error.ToString().TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [InlineData("")]
    [InlineData("train")]
    [InlineData("data get")]
    public void Help_as_a_command_is_help_as_an_option(string command)
    {
        string[] words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var option = new TestTerminal(width: 0);
        var own = new TestTerminal(width: 0);

        Assert.Equal(0, CommandLine.Run([.. words, "--help"], option.Environment));
        Assert.Equal(0, CommandLine.Run(["help", .. words], own.Environment));

        Assert.Equal((option.Output, ""), (own.Output, own.Error.ToString()));
    }

    [Fact]
    public void No_command_shows_the_help_but_is_a_mistake()
    {
        var terminal = new TestTerminal(width: 0);

        Assert.Equal(ExitCode.InvalidInput, CommandLine.Run([], terminal.Environment));
        Assert.Contains("Commands:", terminal.Output);
    }

    [Theory]
    [InlineData(false, "thimble: a fault of Thimble's own, InvalidTimeZoneException: odd Please report it, with what THIMBLE_DEBUG=1 shows.\n")]
    [InlineData(true, "thimble: System.InvalidTimeZoneException: odd\n   at ")]
    public void A_fault_of_its_own_is_reported_in_one_line_unless_more_is_asked_for(bool showsStackTraces, string expected)
    {
        var terminal = new TestTerminal(width: 0);
        CommandEnvironment environment = terminal.Environment with { Output = new BrokenWriter(), ShowsStackTraces = showsStackTraces };

        Assert.Equal(ExitCode.Failure, CommandLine.Run(["--version"], environment));
        Assert.StartsWith(expected, terminal.Error.ToString());
    }

    [Fact]
    public void The_process_says_its_version_and_refuses_what_it_does_not_know()
    {
        using var folder = new TemporaryFolder();

        Assert.Matches(@"^thimble \d+\.\d+\.\d+\n$", ThimbleProcess.Run(folder, "--version").Output);
        ProcessResult refused = ThimbleProcess.Run(folder, "train", "part3", "--epochs", "0");
        Assert.Equal(2, refused.ExitCode);
        Assert.Empty(refused.Output);
        Assert.StartsWith("thimble: --epochs is '0'", refused.Error);
    }

    private sealed class BrokenWriter : StringWriter
    {
        public override void WriteLine(string? value) => throw new InvalidTimeZoneException("odd");
    }
}
