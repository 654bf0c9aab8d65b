using System.Runtime.CompilerServices;
using Thimble.Diagnosis;
using Thimble.Training;

namespace Thimble.Tests.Diagnosis;

/// <summary>Findings that contradict each other are resolved before they are shown.</summary>
public class ContradictionsTests
{
    public static TheoryData<int> Pairs => [.. Enumerable.Range(0, Contradictions.Table.Count)];

    [Theory]
    [MemberData(nameof(Pairs))]
    public void The_weaker_one_gives_way_beside_the_stronger_one_alone(int index)
    {
        Contradiction pair = Contradictions.Table[index];
        Finding[] both = [Make(pair.Stronger, ""), Make(pair.Weaker, $"Before. {pair.Advice} After.")];

        IReadOnlyList<Finding> resolved = Contradictions.Resolve(both);

        if (pair.Advice is null)
            Assert.Equal([both[0]], resolved);
        else
            Assert.Equal([both[0], both[1] with { Suggestion = $"Before. {pair.Instead} After." }], resolved);
        Assert.Equal([both[1]], Contradictions.Resolve([both[1]]));
        Assert.Equal(resolved, Contradictions.Resolve(resolved));
    }

    // A rule that is reworded or renamed would otherwise leave a pair without effect.
    [Fact]
    public void Every_pair_names_findings_and_words_that_rules_have()
    {
        string[] rules = Rules();

        Assert.All(Contradictions.Table, pair =>
        {
            Assert.Contains(rules, rule => rule.Contains($"\"{pair.Stronger}\"", StringComparison.Ordinal));
            // In the text of the same rules that have the weaker one.
            Assert.Contains(rules, rule => rule.Contains($"\"{pair.Weaker}\"", StringComparison.Ordinal) && rule.Contains(pair.Advice ?? "", StringComparison.Ordinal));
        });
    }

    /// <summary>A run's findings and those of its plan are resolved together, and once: advice that one stage had reworded would not be found by the next.</summary>
    [Fact]
    public void What_was_known_before_and_what_a_run_shows_are_resolved_together()
    {
        TrainingStatistics dead = Runs.Statistics with { Layers = [Runs.Layer(new(0, 0, 1), new(0, 0, 1), new(1, 1, 0.5))] };
        TrainedRun run = Runs.Of([10, 10, 10, 10]) with { Statistics = dead };
        Recipe slow = Plans.Recipe with { Optimizer = new SgdOptions { LearningRate = 0.0001 } };

        IReadOnlyList<Finding> findings = RunDiagnosis.Of(run, new(run.Network, slow, new Budget()));

        Assert.Contains(findings, finding => finding.Id == "learning-rate-low");
        Assert.Contains(findings, finding => finding.Id == "not-learning");
        Assert.Contains(findings, finding => finding.Id == "dead-units");
        Assert.DoesNotContain(findings, finding => finding.Suggestion.Contains("ower the learning rate", StringComparison.Ordinal) || finding.Suggestion.Contains("lower learning rate", StringComparison.Ordinal));
    }

    [Fact]
    public void A_finding_that_was_left_out_has_no_effect() => Assert.Equal(
        ["one-class", "rate-never-falls"],
        Contradictions.Resolve([Make("one-class", ""), Make("not-learning", ""), Make("rate-never-falls", "")]).Select(finding => finding.Id));

    [Fact]
    public void More_epochs_are_not_advised_beside_a_plateau()
    {
        TrainedRun run = Runs.Of([90, 95, 97, 97.1, 96.9, 97.0, 97.1, 96.95]).With(target: 99);

        Assert.Equal("More channels or layers, or less dropout and augmentation.", run.FindOne("under-fitting").Suggestion);
        Assert.Contains("More epochs of the same will not help", run.FindOne("plateau").Suggestion, StringComparison.Ordinal);
        Assert.Contains(", more epochs,", Runs.Of([90, 91, 92, 93, 94, 95, 96]).With(target: 99).FindOne("under-fitting").Suggestion, StringComparison.Ordinal);
    }

    private static Finding Make(string id, string suggestion) => new(id, id, "", Confidence.Likely, Severity.Weakness, suggestion);

    private static string[] Rules([CallerFilePath] string here = "")
    {
        string root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "src", "Thimble", "Diagnosis", "Rules"));
        return [.. Directory.GetFiles(root, "*.cs").Select(File.ReadAllText)];
    }
}
