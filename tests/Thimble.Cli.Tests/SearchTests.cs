using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Thimble.Cli.Tests.Tools;

namespace Thimble.Cli.Tests;

/// <summary><c>thimble search</c> as people run it: what it shows, and that nothing stops it for good.</summary>
public sealed partial class SearchTests : IDisposable
{
    private const string Search =
        """
        name: digits
        experiment:
          data: {name: synthetic-digits, train_images: 400, validation: {images: 100}}
          input: [1, 28, 28]
          network:
            - conv2d: {out: $width, kernel: 5, stride: 2}
            - relu
            - max_pool2d: 2
            - flatten
            - linear: 10
          recipe:
            epochs: 3
            batch_size: 32
            optimizer: {sgd: {learning_rate: $rate, momentum: 0.9}}
          budget: {parameters_below: 2500}
        space:
          width: [2, 4, 6, 8]
          rate: [0.05, 0.1]
        rungs: {epochs: [1]}
        finalists: {count: 2, seeds: 2}
        """;

    private readonly TemporaryFolder _folder = new();

    /// <summary>Writes the search.</summary>
    public SearchTests() => File.WriteAllText(_folder["search.yaml"], Search);

    private string Journal => _folder["searches/digits/journal.jsonl"];

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_search_says_what_it_does_and_ends_in_an_experiment_that_trains()
    {
        ProcessResult search = ThimbleProcess.Run(_folder, "search", "search.yaml", "--jobs", "1");

        Assert.Equal(0, search.ExitCode);
        Assert.DoesNotContain('\e', search.Output);
        Snapshot.Matches("search-file", Masked(search.Output));
        Assert.Equal(6, Directory.GetFiles(_folder["searches/digits/trials"]).Length);
        Assert.Equal(7, File.ReadAllLines(_folder["searches/digits/results.csv"]).Length);
        Assert.Contains("</svg>", File.ReadAllText(_folder["searches/digits/accuracy.svg"]));
        ProcessResult training = ThimbleProcess.Run(_folder, "train", "searches/digits/best.yaml", "--test-images", "50");
        Assert.Equal(0, training.ExitCode);
        Assert.Contains("400 training images", training.Output);
        Assert.Contains("seed 4,", training.Output);

        // Done already: nothing is trained, and the same is shown; also as JSON.
        ProcessResult again = ThimbleProcess.Run(_folder, "search", "search.yaml");
        Assert.Equal(AfterTheRuns(search.Output), AfterTheRuns(again.Output));
        Assert.DoesNotContain("  trial 001  seed", again.Output);
        using JsonDocument json = JsonDocument.Parse(ThimbleProcess.Run(_folder, "search", "search.yaml", "--json").Output);
        Assert.True(json.RootElement.GetProperty("complete").GetBoolean());
        Assert.Equal((2, 6), (json.RootElement.GetProperty("over_budget").GetInt32(), json.RootElement.GetProperty("results").GetArrayLength()));
    }

    [Fact]
    public void A_search_trains_nothing_that_the_device_has_no_room_for()
    {
        // 12×12 places of 25 taps and 36 numbers to ten classes: 3,960 multiply-adds a channel.
        File.WriteAllText(_folder["search.yaml"], Search.Replace("parameters_below: 2500", "ram: 1 kB, multiply_adds: 10000"));

        ProcessResult search = ThimbleProcess.Run(_folder, "search", "search.yaml", "--jobs", "1");

        Assert.Equal(0, search.ExitCode);
        Assert.Contains("Budget    at most 1,000 bytes of RAM, at most 10,000 multiply-adds; 6 combinations over it, not trained", search.Output);
        Assert.Equal(2, Directory.GetFiles(_folder["searches/digits/trials"]).Length);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(120)]
    public void A_terminal_shows_what_the_finalists_differ_in(int width)
    {
        var terminal = new TestTerminal(width);

        Assert.Equal(0, CommandLine.Run(["search", _folder["search.yaml"], "--jobs", "1", "--quiet", "--out", _folder["found"]], terminal.Environment));
        TerminalScreen screen = new TerminalScreen(width).Show(terminal.Output);

        Assert.Equal(0, screen.Overruns);
        string[] finalists = [.. screen.Text.Split('\n').SkipWhile(line => !line.Contains("trial ", StringComparison.Ordinal)).Skip(1).Take(2)];
        Assert.All(finalists, line => Assert.Matches(@"^  \d{3} .*\d%.*(width|rate)=[\d.]+", line));
        Assert.NotEqual(ChoicesOf(finalists[0]), ChoicesOf(finalists[1]));

        static string ChoicesOf(string line) => line[line.IndexOf('=', StringComparison.Ordinal)..];
    }

    [Fact]
    public void A_kill_at_any_moment_loses_only_the_runs_in_flight()
    {
        // Enough to do that a kill does not come too late.
        File.WriteAllText(_folder["search.yaml"], Search.Replace("epochs: [1]", "epochs: [1], seeds: 8").Replace("train_images: 400", "train_images: 1500"));
        ProcessResult whole = ThimbleProcess.Run(_folder, "search", "search.yaml", "--out", "whole", "--quiet");
        Assert.Equal(0, whole.ExitCode);
        string[] kept = [];
        foreach (int lines in (int[])[3, 25])
        {
            using Process process = ThimbleProcess.Start(_folder, "dotnet", [ThimbleProcess.Program, "search", "search.yaml", "--jobs", "2"]);
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            while (!process.HasExited && Lines().Length < lines)
                Thread.Sleep(1);
            process.Kill();
            process.WaitForExit();
            Assert.Equal(kept, Lines()[..kept.Length]);
            kept = Lines();
            Assert.InRange(kept.Length, lines, 1 + (6 * 8) - 1);
            // As if the kill had come in the middle of a line, too.
            File.AppendAllText(Journal, "{\"run\":\"0123");
        }

        ProcessResult rest = ThimbleProcess.Run(_folder, "search", "search.yaml", "--quiet");
        Assert.Equal(0, rest.ExitCode);
        Assert.Equal(kept, Lines()[..kept.Length]);
        Assert.Equal(Lines().Length, Lines().Select(line => line.Split(',')[0]).Distinct().Count());
        Assert.Equal(File.ReadAllLines(_folder["whole/journal.jsonl"]).Length, Lines().Length);
        Assert.Equal(File.ReadAllText(_folder["whole/best.yaml"]), File.ReadAllText(_folder["searches/digits/best.yaml"]));
        Assert.Equal(Times().Replace(whole.Output, " #s ").Replace("whole/", "searches/digits/"), Times().Replace(rest.Output, " #s "));
    }

    [Fact]
    public void Ctrl_C_keeps_what_is_done_and_shows_it()
    {
        ThimbleProcess.SkipWithoutInterrupt();
        File.WriteAllText(_folder["search.yaml"], Search.Replace("epochs: 3", "epochs: 100000"));
        using Process process = ThimbleProcess.Start(_folder, "dotnet", [ThimbleProcess.Program, "search", "search.yaml", "--jobs", "2"]);
        while (!process.HasExited && Lines().Length < 7)
            Thread.Sleep(5);
        using (Process kill = Process.Start("kill", ["-INT", $"{process.Id}"]))
            kill.WaitForExit();
        ProcessResult stopped = ThimbleProcess.WaitFor(process);

        Assert.Equal(130, stopped.ExitCode);
        Assert.Contains("Best so far, by validation accuracy", stopped.Output);
        Assert.Contains("Stopped   every finished run is kept; the same command continues", stopped.Output);
        Assert.Equal(7, Lines().Length);
        Assert.Equal(7, File.ReadAllLines(_folder["searches/digits/results.csv"]).Length);
        Assert.False(File.Exists(_folder["searches/digits/best.yaml"]));
    }

    [Fact]
    public void A_search_that_has_changed_is_refused_taken_over_or_begun_again()
    {
        Assert.Equal(0, ThimbleProcess.Run(_folder, "search", "search.yaml", "--quiet").ExitCode);
        string[] before = Lines();
        File.WriteAllText(_folder["search.yaml"], Search.Replace("count: 2, seeds: 2", "count: 2, seeds: 3"));
        ProcessResult refused = ThimbleProcess.Run(_folder, "search", "search.yaml");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("searches/digits: the search has changed since this was begun", refused.Error);
        Assert.Equal(before, Lines());

        ProcessResult extended = ThimbleProcess.Run(_folder, "search", "search.yaml", "--extend");
        Assert.Equal(0, extended.ExitCode);
        Assert.Contains("10 runs kept from before", extended.Output);
        Assert.Equal(before.Length + 1 + 2, Lines().Length);

        ProcessResult again = ThimbleProcess.Run(_folder, "search", "search.yaml", "--restart", "--quiet");
        Assert.Equal(0, again.ExitCode);
        Assert.Equal(1 + 6 + 6, Lines().Length);
        Assert.Equal(before.Length + 3, File.ReadAllLines(_folder["searches/digits/before-2/journal.jsonl"]).Length);
    }

    [Fact]
    public void A_search_of_another_version_is_gone_on_with_only_when_asked_to()
    {
        Assert.Equal(0, ThimbleProcess.Run(_folder, "search", "search.yaml", "--quiet").ExitCode);
        File.WriteAllText(Journal, File.ReadAllText(Journal).Replace($"\"thimble\":\"{ProductVersion.Text}\"", "\"thimble\":\"0.0.9\""));

        ProcessResult refused = ThimbleProcess.Run(_folder, "search", "search.yaml");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains($"searches/digits: begun with Thimble 0.0.9, and this is {ProductVersion.Text}: results of two versions would be ranked together; --extend", refused.Error);

        Assert.Equal(0, ThimbleProcess.Run(_folder, "search", "search.yaml", "--extend", "--quiet").ExitCode);
        Assert.Equal(0, ThimbleProcess.Run(_folder, "search", "search.yaml", "--quiet").ExitCode);
    }

    [Fact]
    public void Trials_that_a_kill_or_another_budget_left_wrong_are_written_by_the_next_start()
    {
        Assert.Equal(0, ThimbleProcess.Run(_folder, "search", "search.yaml", "--quiet").ExitCode);
        File.Delete(_folder["searches/digits/trials/001.yaml"]);
        File.WriteAllText(_folder["search.yaml"], Search.Replace("parameters_below: 2500", "parameters_below: 2400"));

        Assert.Equal(0, ThimbleProcess.Run(_folder, "search", "search.yaml", "--quiet").ExitCode);
        string[] trials = Directory.GetFiles(_folder["searches/digits/trials"]);
        Assert.Equal(6, trials.Length);
        Assert.All(trials, trial => Assert.Contains("parameters_below: 2400", File.ReadAllText(trial)));
    }

    [Theory]
    [InlineData("search", "Required argument 'FILE' missing")]
    [InlineData("search no-such.yaml", "there is no file 'no-such.yaml'; name the YAML file of a search")]
    [InlineData("search search.yaml --restart --extend", "--restart begins again and --extend continues; leave one of them out")]
    [InlineData("search search.yaml --jobs 0", "--jobs is '0'; give a whole number from 1 to 1,024")]
    [InlineData("search search.yaml --split test", "Unrecognized command or argument '--split'")]
    [InlineData("search search.yaml --validation-images 400", "400 of the 400 training images of synthetic-digits cannot be held out")]
    [InlineData("search search.yaml --out .", ": this folder holds something else, and nothing is overwritten")]
    public void A_mistake_is_reported_in_one_line(string line, string expected)
    {
        var terminal = new TestTerminal(width: 0);
        string[] words = [.. line.Split(' ').Select(word => word is "search.yaml" or "." ? _folder[word] : word)];

        Assert.Equal(2, CommandLine.Run(words, terminal.Environment));
        Assert.Contains(expected, terminal.Error.ToString());
        Assert.Empty(terminal.Output);
    }

    [GeneratedRegex(@" [0-9:.]+s?(?=  width=)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Times();

    [GeneratedRegex(@"\d+(?:[.,:]\d+)*[%s]?", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Figures();

    private static string AfterTheRuns(string output) => output[output.IndexOf("Finalists", StringComparison.Ordinal)..];

    // What training brings may differ in the last bit between processors, and with it the order.
    private string Masked(string output)
    {
        output = Mask.Of(output, _folder);
        int runs = output.IndexOf("\nrung 1: 6 trials", StringComparison.Ordinal);
        int kept = output.IndexOf("Kept  ", StringComparison.Ordinal);
        string[] middle = [.. output[runs..kept].Split('\n').Select(line => Spaces().Replace(Figures().Replace(line, "#"), " "))];
        return $"{output[..runs]}{string.Join('\n', middle)}{output[kept..]}";
    }

    [GeneratedRegex(" {2,}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Spaces();

    /// <summary>The whole lines of the journal, also while a process writes it.</summary>
    private string[] Lines()
    {
        if (!File.Exists(Journal))
            return [];
        using var stream = new FileStream(Journal, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        string text = reader.ReadToEnd();
        return text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
