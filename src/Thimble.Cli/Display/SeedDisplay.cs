using Thimble.Lab;
using Thimble.Statistics;
using Thimble.Training;

namespace Thimble.Cli.Display;

/// <summary>The runs of several seeds, summed up.</summary>
internal static class SeedDisplay
{
    /// <summary>Shows how much the accuracy varies, the final epoch's and apart from it the best one's.</summary>
    public static void Show(
        CommandEnvironment environment, Experiment experiment, Dataset data, IReadOnlyList<ExperimentRun> runs, RecordedGroup group)
    {
        IReadOnlyList<RecordedRun> completed = group.Completed;
        LabelledLine.Write(environment, "Seeds", $"{experiment.Name}: {group.Completed.Count} of {group.Group.Seeds.Count} completed{WhyNot(runs)}");
        if (completed.Count == 0)
            return;
        LabelledLine.Write(environment, "Final", Describe(group.Accuracies, hasInterval: true));
        LabelledLine.Write(
            environment, "Best", $"{Describe([.. completed.Select(run => run.Best!.Evaluation.Accuracy)], hasInterval: false)}; picked by looking at the {data.EvaluatedSplit} images");
        if (experiment.Budget.Accuracy is { } asked)
        {
            int reached = completed.Count(run => (decimal)run.Final!.Evaluation.Correct >= (decimal)asked * run.Final.Evaluation.Count);
            LabelledLine.Write(environment, "Reached", $"{reached} of {completed.Count} have at least {(decimal)asked * 100:0.00##}% in the final epoch");
        }

        ShowBudget(environment, experiment, group);
        double error = completed[0].Final!.Evaluation.StandardError();
        LabelledLine.Write(
            environment, "On", $"{data.Name}, {data.Evaluated.Count:N0} {data.EvaluatedSplit} images, {DataLine.Short(data.Evaluated.ContentHash)}; "
                + $"the number of images alone leaves a standard error of {100 * error:0.000} points");
        LabelledLine.Write(environment, "Group", $"{group.Group.Name}: {group.Group.Path}");
        LabelledLine.Write(environment, "Next", environment.Call(["report", ShellWord.OfPath(group.Group.Name)]));
    }

    private static void ShowBudget(CommandEnvironment environment, Experiment experiment, RecordedGroup group)
    {
        if (group.MeanVerdict is { } verdict)
            VerdictDisplay.ShowBudget(environment, experiment.Name, verdict);
        else if (experiment.Budget.AccuracyOf == AccuracyOf.Mean)
            LabelledLine.Write(environment, "Budget", group.VerdictInWords);
        else if (experiment.Budget != new Budget())
            LabelledLine.Write(environment, "Budget", $"{group.Completed.Count(run => run.Result!.Verdict.Met)} of {group.Completed.Count} met every line of it");
    }

    private static string WhyNot(IReadOnlyList<ExperimentRun> runs)
    {
        int diverged = runs.Count(run => run.Result.Status == TrainingStatus.Diverged);
        int stopped = runs.Count(run => run.Result.Status == TrainingStatus.Cancelled);
        string why = string.Join(", ", (string[])[.. diverged > 0 ? [$"{diverged} diverged"] : Array.Empty<string>(), .. stopped > 0 ? ["stopped"] : Array.Empty<string>()]);
        string counted = diverged + stopped < runs.Count ? "; only those are counted below" : "";
        return why.Length == 0 ? "" : $" ({why}){counted}";
    }

    private static string Describe(IReadOnlyList<double> accuracies, bool hasInterval)
    {
        var statistics = new SampleStatistics(accuracies);
        string deviation = statistics.StandardDeviation is { } value ? $"standard deviation {100 * value:0.000} points" : "one run has no standard deviation";
        string interval = hasInterval && statistics.HalfWidth is not null ? $" (95% interval {GroupWords.Interval(statistics)})" : "";
        return $"mean {100 * statistics.Mean:0.000}%{interval}, {deviation}, from {100 * statistics.Minimum:0.00##}% to {100 * statistics.Maximum:0.00##}%";
    }
}
