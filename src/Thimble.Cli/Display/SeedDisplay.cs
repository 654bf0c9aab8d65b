using Thimble.Lab;
using Thimble.Statistics;
using Thimble.Training;

namespace Thimble.Cli.Display;

/// <summary>The runs of several seeds, summed up.</summary>
internal static class SeedDisplay
{
    /// <summary>Shows how much the accuracy varies, the final epoch's and apart from it the best one's.</summary>
    public static void Show(
        CommandEnvironment environment, Experiment experiment, Dataset data, IReadOnlyList<ExperimentRun> runs, IReadOnlyList<ulong> seeds)
    {
        ExperimentRun[] completed = [.. runs.Where(run => run.Result.Status == TrainingStatus.Completed)];
        LabelledLine.Write(environment, "Seeds", $"{experiment.Name}: {completed.Length} of {seeds.Count} completed{WhyNot(runs)}");
        if (completed.Length == 0)
            return;
        LabelledLine.Write(environment, "Final", Describe([.. completed.Select(run => run.Result.Final!.Evaluated.Accuracy)]));
        LabelledLine.Write(
            environment, "Best", $"{Describe([.. completed.Select(run => run.Result.Best!.Evaluated.Accuracy)])}; picked by looking at the {data.EvaluatedSplit} images");
        if (experiment.Budget.Accuracy is { } asked)
        {
            int reached = completed.Count(run => run.Verdict.Lines.Any(line => line is { Name: "accuracy", Met: true }));
            LabelledLine.Write(environment, "Reached", $"{reached} of {completed.Length} have at least {(decimal)asked * 100:0.00##}% in the final epoch");
        }

        if (experiment.Budget != new Budget())
            LabelledLine.Write(environment, "Budget", $"{completed.Count(run => run.Verdict.Met)} of {completed.Length} met every line of it");
        double error = completed[0].Result.Final!.Evaluated.StandardError();
        LabelledLine.Write(
            environment, "On", $"{data.Name}, {data.Evaluated.Count:N0} {data.EvaluatedSplit} images, {DataLine.Short(data.Evaluated.ContentHash)}; "
                + $"the number of images alone leaves a standard error of {100 * error:0.000} points");
        if (completed.Length > 1)
            LabelledLine.Write(environment, "Next", environment.Call(["compare", .. completed.Take(2).Select(run => ShellWord.OfPath(run.Folder.Name))]));
    }

    private static string WhyNot(IReadOnlyList<ExperimentRun> runs)
    {
        int diverged = runs.Count(run => run.Result.Status == TrainingStatus.Diverged);
        int stopped = runs.Count(run => run.Result.Status == TrainingStatus.Cancelled);
        string why = string.Join(", ", (string[])[.. diverged > 0 ? [$"{diverged} diverged"] : Array.Empty<string>(), .. stopped > 0 ? ["stopped"] : Array.Empty<string>()]);
        string counted = diverged + stopped < runs.Count ? "; only those are counted below" : "";
        return why.Length == 0 ? "" : $" ({why}){counted}";
    }

    private static string Describe(IReadOnlyList<double> accuracies)
    {
        var statistics = new SampleStatistics(accuracies);
        string deviation = statistics.StandardDeviation is { } value ? $"standard deviation {100 * value:0.000} points" : "one run has no standard deviation";
        return $"mean {100 * statistics.Mean:0.000}%, {deviation}, from {100 * statistics.Minimum:0.00##}% to {100 * statistics.Maximum:0.00##}%";
    }
}
