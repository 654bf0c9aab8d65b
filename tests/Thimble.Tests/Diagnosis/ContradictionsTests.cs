using System.Runtime.CompilerServices;
using Thimble.Diagnosis;

namespace Thimble.Tests.Diagnosis;

/// <summary>Findings that contradict each other are settled before they are shown.</summary>
public class ContradictionsTests
{
    public static TheoryData<int> Pairs => [.. Enumerable.Range(0, Contradictions.Table.Count)];

    [Theory]
    [MemberData(nameof(Pairs))]
    public void The_weaker_one_gives_way_beside_the_stronger_one_alone(int index)
    {
        Contradiction pair = Contradictions.Table[index];
        Finding[] both = [Make(pair.Stronger, ""), Make(pair.Weaker, $"Before. {pair.Advice} After.")];

        IReadOnlyList<Finding> settled = Contradictions.Settle(both);

        if (pair.Advice is null)
            Assert.Equal([both[0]], settled);
        else
            Assert.Equal([both[0], both[1] with { Suggestion = $"Before. {pair.Instead} After." }], settled);
        Assert.Equal([both[1]], Contradictions.Settle([both[1]]));
        Assert.Equal(settled, Contradictions.Settle(settled));
    }

    // A rule that is reworded or renamed would otherwise leave a pair without effect.
    [Fact]
    public void Every_pair_names_findings_and_words_that_rules_have()
    {
        string source = Source();

        Assert.All(Contradictions.Table, pair =>
        {
            Assert.Contains($"\"{pair.Stronger}\"", source, StringComparison.Ordinal);
            Assert.Contains($"\"{pair.Weaker}\"", source, StringComparison.Ordinal);
            Assert.Contains(pair.Advice ?? "", source, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void A_finding_that_was_left_out_settles_nothing() => Assert.Equal(
        ["one-class", "rate-never-falls"],
        Contradictions.Settle([Make("one-class", ""), Make("not-learning", ""), Make("rate-never-falls", "")]).Select(finding => finding.Id));

    [Fact]
    public void More_epochs_are_not_advised_beside_a_plateau()
    {
        TrainedRun run = Runs.Of([90, 95, 97, 97.1, 96.9, 97.0, 97.1, 96.95]).With(target: 99);

        Assert.Equal("More channels or layers, or less dropout and augmentation.", run.FindOne("under-fitting").Suggestion);
        Assert.Contains("More epochs of the same will not help", run.FindOne("plateau").Suggestion, StringComparison.Ordinal);
        Assert.Contains(", more epochs,", Runs.Of([90, 91, 92, 93, 94, 95, 96]).With(target: 99).FindOne("under-fitting").Suggestion, StringComparison.Ordinal);
    }

    private static Finding Make(string id, string suggestion) => new(id, id, "", Confidence.Likely, Severity.Weakness, suggestion);

    private static string Source([CallerFilePath] string here = "")
    {
        string root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "src", "Thimble", "Diagnosis", "Rules"));
        return string.Concat(Directory.GetFiles(root, "*.cs").Select(File.ReadAllText));
    }
}
