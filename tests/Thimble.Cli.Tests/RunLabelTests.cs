using System.Text.Json;
using Thimble.Cli.Tests.Tools;

namespace Thimble.Cli.Tests;

/// <summary>Notes and tags.</summary>
public sealed class RunLabelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_keeps_its_note_and_tags_and_is_found_by_them()
    {
        string[] train = ["train", "sprint", "--data-name", "synthetic-digits", "--train-images", "64", "--test-images", "20", "--epochs", "1", "--quiet"];
        ThimbleProcess.Run(_folder, [.. train, "--note", "a wider stem", "--tag", "stem", "--tag", "wide"]);
        ThimbleProcess.Run(_folder, [.. train, "--tag", "wide", "--seeds", "2"]);

        Assert.Equal(["stem", "wide"], Tags("--tag", "stem").Single());
        Assert.Equal(3, Tags("--tag", "wide").Length);
        Assert.Single(Tags("--tag", "wide", "--tag", "stem"));
        string list = ThimbleProcess.Run(_folder, "runs", "--tag", "stem").Output;
        Assert.Contains("a wider stem", list);
        Assert.Contains("stem, wide", list);
        Assert.DoesNotContain("sprint/seeds-1", list);
        Assert.Contains("sprint/seeds-1", ThimbleProcess.Run(_folder, "runs", "--tag", "wide").Output);
        Assert.Contains("No run in runs has the tag gone", ThimbleProcess.Run(_folder, "runs", "--tag", "gone").Output);
        ThimbleProcess.Run(_folder, "report", "sprint/1", "--open", "no");
        Assert.Contains("| Note | a wider stem |\n| Tags | stem, wide |", File.ReadAllText(_folder["runs/sprint/001/report/report.md"]));
    }

    [Theory]
    [InlineData("--tag is 'a b'; give letters", "--tag", "a b")]
    [InlineData("--note is one line", "--note", "a\nb")]
    [InlineData("leave out --tag", "--tag", "a", "--resume", "sprint/1")]
    public void What_is_no_label_is_refused(string expected, params string[] words)
    {
        var terminal = new TestTerminal(width: 0);
        string[] experiment = words.Contains("--resume") ? [] : ["sprint"];

        Assert.Equal(ExitCode.InvalidInput, CommandLine.Run(["train", .. experiment, .. words], terminal.Environment));
        Assert.Contains(expected, terminal.Error.ToString());
    }

    private string[][] Tags(params string[] words)
    {
        using JsonDocument json = JsonDocument.Parse(ThimbleProcess.Run(_folder, ["runs", "--json", .. words]).Output);
        return [.. json.RootElement.EnumerateArray().Select(run => run.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()!).ToArray())];
    }
}
