using System.Text;
using Thimble.Diagnosis;
using Thimble.Training;

namespace Thimble.Lab.Tests.Findings;

/// <summary>
/// Every sentence that the rules say of the collected runs, kept in <c>Snapshots/findings-*.snap</c>: read each one that changes, and mend the rule
/// where you do not agree with it.
/// </summary>
public sealed class CollectedRunsTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("thimble-").FullName;

    public static TheoryData<string> Names => [.. CollectedRuns.All.Select(run => run.Name)];

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_said_of_a_run_has_been_read_and_agreed_with(string name)
    {
        CollectedRun collected = CollectedRuns.All.Single(run => run.Name == name);
        ExperimentRun run = ExperimentRun.Start(collected.Experiment, collected.Data(), new() { Root = _root, Threads = 1 });
        var text = new StringBuilder($"{collected.Truth}\n");
        foreach (EpochResult epoch in run.Result.Epochs)
            text.Append($"epoch {epoch.Epoch}: {100 * epoch.Training.Accuracy:0.00}% of the training, {100 * epoch.Evaluated.Accuracy:0.00}% of the test images, rate {epoch.LearningRate:0.####}\n");
        foreach (Finding finding in RunFindings.Of(run.Folder))
        {
            text.Append($"\n{finding.Severity} ({finding.Confidence}) {finding.Id}: {finding.Title}\n    {finding.Evidence}.\n");
            if (finding.Suggestion.Length > 0)
                text.Append($"    > {finding.Suggestion}\n");
        }

        Snapshot.Matches($"findings-{name}", text.ToString());
    }
}
