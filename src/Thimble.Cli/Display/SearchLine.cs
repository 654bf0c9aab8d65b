using Thimble.Lab.Search;
using Thimble.Training;

namespace Thimble.Cli.Display;

/// <summary>The words in which a search speaks of a run.</summary>
internal static class SearchLine
{
    /// <summary>A finished run in a line.</summary>
    public static string Of(SearchPlan plan, SearchTrial trial, SearchRun run)
    {
        string accuracy = run.Status switch
        {
            TrainingStatus.Completed => $"{(double)run.Correct[^1] / run.Count:0.00%}",
            TrainingStatus.Diverged => "diverged, counts as chance",
            _ => "took too long, counts as chance",
        };
        return $"{plan.Stages[run.Stage].Name}  trial {trial.Name}  seed {run.Seed}  {accuracy}  {trial.Experiment.Network.ParameterCount:N0} params  "
            + $"{Duration.Short(TimeSpan.FromSeconds(run.Seconds))}  {Values(plan, trial)}";
    }

    /// <summary>What a trial has chosen.</summary>
    public static string Values(SearchPlan plan, SearchTrial trial) =>
        string.Join(", ", trial.Choices(plan.Definition.Space).Select(choice => $"{Short(choice.Variable.Name)}={choice.Value.Label}"));

    /// <summary>What a trial has chosen for some of the variables.</summary>
    public static string Values(SearchPlan plan, SearchTrial trial, IReadOnlyList<SearchVariable> variables) => string.Join(
        ", ", trial.Choices(plan.Definition.Space).Where(choice => variables.Contains(choice.Variable)).Select(choice => $"{Short(choice.Variable.Name)}={choice.Value.Label}"));

    /// <summary>What it has chosen for the others.</summary>
    public static string Common(SearchPlan plan, SearchTrial trial, IReadOnlyList<SearchVariable> telling) =>
        Values(plan, trial, [.. plan.Definition.Space.Variables.Except(telling)]);

    /// <summary>The variables that tell trials apart; all of them where there is one trial, or nothing does.</summary>
    public static SearchVariable[] Telling(SearchPlan plan, IReadOnlyList<SearchTrial> trials)
    {
        var values = trials.Select(trial => trial.Choices(plan.Definition.Space).ToDictionary(choice => choice.Variable, choice => choice.Value.Label)).ToList();
        SearchVariable[] differing = [.. plan.Definition.Space.Variables.Where(variable => values.Select(own => own.GetValueOrDefault(variable)).Distinct().Count() > 1)];
        return differing.Length > 0 ? differing : [.. plan.Definition.Space.Variables];
    }

    /// <summary>A round as it begins.</summary>
    public static string Of(SearchStage stage, int trials, int known) =>
        $"{stage.Name}: {Count(trials, "trial")}{(known > 0 ? $", {Count(known, "run")} of it kept from before" : "")}";

    /// <summary>So many of something: <c>1 trial</c>, <c>1,200 trials</c>.</summary>
    public static string Count(long count, string what) => $"{count:N0} {what}{(count == 1 ? "" : "s")}";

    /// <summary>A variable's name without the path before it.</summary>
    public static string Short(string name) => name[(name.LastIndexOf('.') + 1)..];

    /// <summary>A trial's accuracy with what the images alone leave open.</summary>
    public static string Interval(SearchStanding standing) =>
        $"{standing.Accuracy.Mean:0.00%} (95%: {standing.Interval.Lower:0.00%} to {standing.Interval.Upper:0.00%})";
}
