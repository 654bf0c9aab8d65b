using Thimble.Lab;
using Thimble.Training;

namespace Thimble.Cli.Display;

/// <summary>What lists say of a kept run, in a few letters each.</summary>
internal static class RunWords
{
    /// <summary>What stands where there is no figure.</summary>
    public const string None = "-";

    /// <summary>The data, and what of it was evaluated unless that was the test images.</summary>
    public static string Data(RecordedRun run) => run.Environment.EvaluatedSplit == Dataset.TestName
        ? run.Environment.DataName
        : $"{run.Environment.DataName} {run.Environment.EvaluatedSplit}";

    /// <summary>How it ended: <c>met</c>, <c>missed</c>, <c>open</c> (the budget asks for a mean), <c>no budget</c>, <c>stopped</c>, <c>diverged</c>, <c>unfinished</c>.</summary>
    public static string Verdict(RecordedRun run) => run.Result switch
    {
        null => "unfinished",
        { Status: TrainingStatus.Cancelled } => "stopped",
        { Status: TrainingStatus.Diverged } => "diverged",
        { Verdict.Lines.Count: 0 } => "no budget",
        { Verdict: { Met: true, IsOpen: true } } => "open",
        { Verdict.Met: true } => "met",
        _ => "missed",
    };

    /// <summary>An epoch's accuracy.</summary>
    public static string Accuracy(RecordedEpoch? epoch) => epoch is null ? None : $"{100 * epoch.Evaluation.Accuracy:0.00}%";

    /// <summary>The epochs that were completed; out of how many, where some are missing.</summary>
    public static string Epochs(RecordedRun run) =>
        run.Epochs.Count == run.Experiment.Recipe.Epochs ? $"{run.Epochs.Count}" : $"{run.Epochs.Count}/{run.Experiment.Recipe.Epochs}";
}
