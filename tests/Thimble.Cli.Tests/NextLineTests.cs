using System.Diagnostics;
using Thimble.Cli.Tests.Tools;

namespace Thimble.Cli.Tests;

/// <summary>What a command proposes next can be pasted into a shell, and works.</summary>
public sealed class NextLineTests : IDisposable
{
    private static readonly string[] Short = ["--data-name", "synthetic-digits", "--train-images", "40", "--test-images", "20", "--epochs", "1", "--threads", "1"];
    private readonly TemporaryFolder _folder = new();

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("-a b'c\td\e")]
    [InlineData("elsewhere/sprint/001")]
    public void A_run_in_a_folder_of_any_name_is_evaluated(string name)
    {
        SkipWithoutShell();
        ProcessResult training = ThimbleProcess.Run(_folder, ["train", "sprint", .. Short, "--plain", "--out", Path.Combine(".", name)]);
        Assert.Equal(0, training.ExitCode);

        ProcessResult next = RunInShell(Assert.Single(Lines(training.Output, "Next")));

        Assert.Equal("", next.Error);
        Assert.Equal(0, next.ExitCode);
        Assert.Contains("Accuracy  ", next.Output);
    }

    [Fact]
    public void A_shell_takes_a_word_for_what_it_is()
    {
        SkipWithoutShell();
        string[] words = ["plain", "", "a b", "it's", "\"d\" $HOME `e` \\ !", "~", "*", "a\tb\e'\\c\nd", "#x", "a;b|c&d>e", "été 数字", "\u202e", "{a,b}", "%PATH%", "@file", "-x"];

        using Process shell = ThimbleProcess.Start(_folder, "bash", ["-c", $"printf '%s\\0' {string.Join(' ', words.Select(ShellWord.Of))}"]);

        Assert.Equal(words, ThimbleProcess.WaitFor(shell).Output.Split('\0')[..^1]);
        Assert.Equal(["./-x", "a/-x", "/-x"], new[] { "-x", "a/-x", "/-x" }.Select(ShellWord.OfPath));
    }

    [Fact]
    public void Data_that_was_named_is_named_again()
    {
        SkipWithoutShell();
        OwnFilesTests.Write(_folder["my data"], SyntheticDigits.Create(trainCount: 40, testCount: 20, seed: 7));
        string[] data = ["--data", "my data", "--epochs", "1", "--threads", "1"];

        ProcessResult training = ThimbleProcess.Run(_folder, ["train", "sprint", .. data, "--plain"]);
        string evaluate = Assert.Single(Lines(training.Output, "Next"));
        Assert.EndsWith("evaluate sprint/1 --data 'my data'", evaluate);
        Assert.Equal(0, RunInShell(evaluate).ExitCode);

        ProcessResult series = ThimbleProcess.Run(_folder, ["train", "sprint", .. data, "--plain", "--seeds", "2", "--out", "two seeds"]);
        string report = Assert.Single(Lines(series.Output, "Next"));
        Assert.EndsWith("report 'two seeds'", report);
        Assert.Equal(0, RunInShell(report).ExitCode);
    }

    [Fact]
    public void What_a_search_found_is_trained_on_the_data_that_was_named()
    {
        SkipWithoutShell();
        OwnFilesTests.Write(_folder["data"], SyntheticDigits.Create(trainCount: 60, testCount: 20, seed: 7));
        File.WriteAllText(_folder["s.yaml"], """
            name: s
            experiment:
              data: files
              input: [1, 28, 28]
              network: [{conv2d: {out: $width, kernel: 3}}, adaptive_avg_pool2d, {linear: 10}]
              recipe: {epochs: 1, optimizer: {sgd: {learning_rate: 0.1}}}
            space: {width: [1, 2]}
            finalists: {count: 1, seeds: 1}
            """);

        ProcessResult search = ThimbleProcess.Run(
            _folder, "search", "s.yaml", "--data", "data", "--validation-images", "20", "--jobs", "1", "--plain", "--out", "it's one");
        string train = Assert.Single(Lines(search.Output, "Next"));

        Assert.EndsWith("train 'it'\\''s one/best.yaml' --data data", train);
        Assert.Equal(0, RunInShell(train).ExitCode);
    }

    private static IEnumerable<string> Lines(string output, string label) =>
        output.Split('\n').Where(line => line.StartsWith($"{label} ", StringComparison.Ordinal)).Select(line => line[label.Length..].Trim());

    private ProcessResult RunInShell(string line)
    {
        Assert.StartsWith("thimble ", line);
        using Process shell = ThimbleProcess.Start(_folder, "bash", ["-c", $"thimble() {{ dotnet '{ThimbleProcess.Program}' \"$@\"; }}; {line}"]);
        return ThimbleProcess.WaitFor(shell);
    }

    private static void SkipWithoutShell() => Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no bash to paste into.");
}
