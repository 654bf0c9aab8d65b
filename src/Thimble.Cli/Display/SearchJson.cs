using System.Text.Json.Nodes;
using Thimble.Lab.Search;

namespace Thimble.Cli.Display;

/// <summary>What a search found as JSON, for other programs.</summary>
internal static class SearchJson
{
    /// <summary>The search with every trial that has a result, the furthest and best first.</summary>
    public static string Of(SearchResult result, SearchFolder folder)
    {
        SearchPlan plan = result.Plan;
        var json = new JsonObject
        {
            ["search"] = plan.Definition.Name,
            ["folder"] = folder.Path,
            ["complete"] = result.IsComplete,
            ["data"] = plan.Data.Name,
            ["evaluated_on"] = plan.Data.EvaluatedSplit,
            ["evaluated_sha256"] = plan.Data.Evaluated.ContentHash,
            ["trials"] = plan.Trials.Count,
            ["over_budget"] = plan.Draws.OverBudget,
            ["impossible"] = plan.Draws.Impossible,
            ["same_as_another"] = plan.Draws.Same,
        };
        if (result.IsComplete)
            json["best"] = folder.BestFile;
        json["results"] = Json.List(result.Furthest(), pair => Of(plan, pair.Stage, pair.Standing));
        json["choices_in_rung_1"] = Json.List(
            VariableEffect.Of(result).SelectMany(effect => effect.Choices.Select(choice => (effect, choice))), pair => Of(pair.effect, pair.choice));
        return Json.Text(json);
    }

    private static JsonObject Of(SearchPlan plan, SearchStage stage, SearchStanding standing) => new()
    {
        ["trial"] = standing.Trial.Name,
        ["round"] = stage.Name,
        ["parameters"] = standing.Trial.Experiment.Network.ParameterCount,
        ["epochs"] = stage.Epochs ?? standing.Trial.Experiment.Recipe.Epochs,
        ["seeds"] = standing.Runs.Count,
        ["failed"] = standing.Failures,
        ["mean"] = standing.Accuracy.Mean,
        ["standard_deviation"] = standing.Accuracy.StandardDeviation,
        ["minimum"] = standing.Accuracy.Minimum,
        ["maximum"] = standing.Accuracy.Maximum,
        ["seconds"] = Math.Round(standing.Seconds, 3),
        ["choices"] = new JsonObject(plan.Definition.Space.Variables.Zip(
            standing.Trial.Values, (variable, value) => KeyValuePair.Create(variable.Name, (JsonNode?)value.Label))),
    };

    private static JsonObject Of(VariableEffect effect, ChoiceEffect choice) => new()
    {
        ["variable"] = effect.Variable.Name,
        ["value"] = choice.Label,
        ["trials"] = choice.Trials,
        ["failed"] = choice.Failures,
        ["mean"] = choice.Mean,
        ["half_width_95"] = choice.HalfWidth,
        ["variable_explains"] = effect.Explained,
    };
}
