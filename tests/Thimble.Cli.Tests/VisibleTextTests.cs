using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Spectre.Console;
using Thimble.Cli.Display;
using Thimble.Cli.Tests.Tools;
using Thimble.Lab;

namespace Thimble.Cli.Tests;

/// <summary>What a terminal would obey, in names from files, is shown and not obeyed, whichever way it takes to the screen.</summary>
public sealed partial class VisibleTextTests
{
    // A title, a bell, a carriage return, an 8-bit control sequence, a letter that is deleted, an override of direction.
    private const string Hostile = "\e]0;mine\a\r\u009b2J\u007f\u202eevil";
    private const string Shown = "␛]0;mine␇␍\uFFFD2J␡\uFFFDevil";

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    [InlineData(200)]
    public void A_console_shows_what_is_hidden_in_a_text(int width)
    {
        var terminal = new TestTerminal(width);

        terminal.Environment.Console.MarkupLineInterpolated($"[bold]{Hostile}[/]");
        LabelledLine.Write(terminal.Environment, "Run", $"{Hostile}\nthimble: forged");
        var table = new TextTable(new TextColumn("name", Rank: 0));
        table.Add($"{Hostile}\nforged");
        table.Show(terminal.Environment);
        terminal.Environment.Output.WriteLine(Hostile);
        terminal.Environment.Output.Write(Hostile.ToCharArray());
        terminal.Environment.Error.WriteLine($"thimble: {Hostile}");

        CheckIsSeen(terminal);
        Assert.Contains(Shown, terminal.Output);
        Assert.Contains($"thimble: {Shown}\n", terminal.Error.ToString());
        Assert.DoesNotContain("\nthimble: forged", terminal.Output);
        Assert.DoesNotContain("\nforged", terminal.Output);
    }

    [Fact]
    public void A_line_break_stays_one_on_every_system()
    {
        Assert.Equal("a\r\nb\nc␍d", VisibleText.Of("a\r\nb\nc\rd"));
        Assert.Equal("a␊b", VisibleText.OneLine("a\nb"));
        Assert.Equal("naïve 数字 e\u0301 👩\u200d🔬", VisibleText.Of("naïve 数字 e\u0301 👩\u200d🔬"));
    }

    [Fact]
    public void JSON_says_it_by_number_so_that_programs_read_what_is_there()
    {
        string json = Json.Text(new System.Text.Json.Nodes.JsonObject { ["name"] = Hostile });

        Assert.DoesNotContain(json, VisibleText.IsHidden);
        Assert.Equal(Hostile, JsonDocument.Parse(json).RootElement.GetProperty("name").GetString());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(80)]
    public void No_file_of_a_run_reaches_the_terminal_unseen(int width)
    {
        using var runs = new KeptRuns();
        Experiment experiment = runs.Write("kept", channels: 2);
        RunFolder run = runs.Add(experiment, [900, 950, 960]);
        RunFolder other = runs.Add(experiment, [900, 940, 930]);
        foreach (string file in (string[])[run.EnvironmentFile, run.ResultFile, run.StatisticsFile])
            File.WriteAllText(file, QuotedText().Replace(File.ReadAllText(file), match => Poison(match)));

        Assert.All((string[])[run.EnvironmentFile, run.ResultFile, run.StatisticsFile], file => Assert.Contains("evil", File.ReadAllText(file)));
        string said = "";
        foreach (string[] line in (string[][])
        [
            ["runs", "--root", runs.Root],
            ["runs", "--root", runs.Root, "--json"],
            ["compare", run.Path, other.Path],
            ["diagnose", run.Path, "--no-download"],
            ["evaluate", run.Path, "--no-download"],
            ["report", run.Path, "--out", Path.Combine(runs.Root, "report")],
        ])
        {
            var terminal = new TestTerminal(width);
            Assert.NotEqual(ExitCode.Failure, CommandLine.Run(line, terminal.Environment));
            CheckIsSeen(terminal);
            said += terminal.Output + terminal.Error;
        }

        // What is not shown at all is seen by nobody.
        Assert.True(said.Contains("evil", StringComparison.Ordinal), said);
        File.AppendAllText(other.ExperimentFile, "\"\\e]0;mine\\a\": 1\n");
        File.WriteAllText(run.MetricsFile, Hostile);
        foreach (string command in (string[])["compare", "evaluate", "predict"])
        {
            var terminal = new TestTerminal(width);
            int code = CommandLine.Run([command, other.Path, run.Path], terminal.Environment);
            Assert.True(code == ExitCode.InvalidInput, $"{command}: {terminal.Output}");
            CheckIsSeen(terminal);
        }
    }

    [Fact]
    public void No_name_of_a_file_or_tensor_and_no_word_reaches_the_terminal_unseen()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "File names have no control characters there.");
        using var folder = new TemporaryFolder();
        string pictures = Directory.CreateDirectory(folder[$"{Hostile}\nthimble: forged"]).FullName;
        string network = Path.Combine(AppContext.BaseDirectory, "examples", "digits.safetensors");
        File.WriteAllText(Path.Combine(pictures, $"{Hostile}\nthimble: forged.png"), "no picture");
        string yaml = folder["a.yaml"];
        File.WriteAllText(yaml, "name: a\n\"\\e]0;mine\\a\\u202e\": \"\\u009b2J\"\n");
        string tensors = folder["a.safetensors"];
        byte[] header = Encoding.UTF8.GetBytes("""{"\u001b]0;mine\u0007":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""");
        File.WriteAllBytes(tensors, [.. BitConverter.GetBytes((long)header.Length), .. header, 0, 0, 0, 0]);
        var lines = new List<string[]>
        {
            new[] { "predict", network, pictures },
            new[] { "predict", tensors, pictures },
            new[] { "evaluate", tensors, "--experiment", "part3", "--data-name", "synthetic-digits" },
            new[] { "summary", yaml },
            new[] { "summary", pictures },
            new[] { "search", yaml },
            new[] { "train", "sprint", "--data", pictures, "--no-download" },
            new[] { "runs", "--root", pictures },
            new[] { Hostile },
            new[] { "train", "sprint", "--epochs", Hostile },
            new[] { "data", "get", Hostile },
        };

        foreach (string[] line in lines)
        {
            var terminal = new TestTerminal(width: 80);
            Assert.NotEqual(ExitCode.Failure, CommandLine.Run(line, terminal.Environment));
            CheckIsSeen(terminal);
            Assert.DoesNotContain("\nthimble: forged", terminal.Error.ToString() + terminal.Output);
        }
    }

    // Words that are one of a list would only have the file refused.
    private static string Poison(Match text) =>
        text.Groups[1].Value is "completed" or "test" or "WholePreparation" or "DigitPreparation" ? text.Value : $": \"{JsonEncodedText.Encode(Hostile)}{text.Groups[1].Value}\"";

    private static void CheckIsSeen(TestTerminal terminal)
    {
        string drawn = OwnSequences().Replace(terminal.Output, "");
        Assert.DoesNotContain(drawn + terminal.Error, VisibleText.IsHidden);
    }

    [GeneratedRegex(""": ?"((?![0-9a-f]{64}"|\d{4}-)[^"]+)"(?=[,\s}])""")]
    private static partial Regex QuotedText();

    // Colours, and the line that is drawn over: from a carriage return to what erases the rest.
    [GeneratedRegex(@"\e\[[0-9;]*m|\r(?=[^\r\n]*\e\[K)|\e\[K")]
    private static partial Regex OwnSequences();
}
