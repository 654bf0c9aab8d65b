using System.Text.Json.Nodes;
using Thimble.Lab;

namespace Thimble.Cli.Display;

/// <summary>Kept runs as JSON, for other programs.</summary>
internal static class RunJson
{
    /// <summary>A list of runs.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="groups">The groups that some of them belong to.</param>
    public static string Of(IEnumerable<RecordedRun> runs, IReadOnlyList<RecordedGroup> groups) =>
        Json.Text(Json.List(runs, run => Of(run, groups.FirstOrDefault(group => group.Runs.Contains(run)))));

    private static JsonObject Of(RecordedRun run, RecordedGroup? group) => new()
    {
        ["run"] = run.Folder.Name,
        ["folder"] = run.Folder.Path,
        ["experiment"] = run.Experiment.Name,
        ["group"] = group?.Group.Name,
        ["changes"] = Json.List(run.Environment.Changes, change => JsonValue.Create(change)),
        ["note"] = run.Environment.Note,
        ["tags"] = Json.List(run.Environment.Tags, tag => JsonValue.Create(tag)),
        ["seed"] = run.Experiment.Seed,
        ["started"] = run.Environment.Started,
        ["data"] = run.Environment.DataName,
        ["evaluated_on"] = run.Environment.EvaluatedSplit,
        ["evaluated_sha256"] = run.Environment.Evaluated.ContentHash,
        ["parameters"] = run.Experiment.Network.ParameterCount,
        ["epochs"] = run.Epochs.Count,
        ["epochs_planned"] = run.Experiment.Recipe.Epochs,
        ["final"] = Of(run.Final),
        // The same caution as in the run's own files: a figure is copied without its context.
        [$"best_by_{run.Environment.EvaluatedSplit}_accuracy"] = Of(run.Best),
        ["verdict"] = RunWords.Verdict(run),
        ["seconds"] = Math.Round(run.Time.TotalSeconds, 3),
    };

    private static JsonObject? Of(RecordedEpoch? epoch) => epoch is null ? null : new()
    {
        ["epoch"] = epoch.Epoch,
        ["correct"] = epoch.Evaluation.Correct,
        ["count"] = epoch.Evaluation.Count,
        ["accuracy"] = epoch.Evaluation.Accuracy,
    };
}
