using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Thimble.Lab.Search;

namespace Thimble.Cli.Display;

/// <summary>What a search found as JSON, for other programs.</summary>
internal static class SearchJson
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The search with every trial that has a result, the furthest and best first.</summary>
    public static string Of(SearchResult result, SearchFolder folder)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Readable))
            Write(json, result, folder);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter json, SearchResult result, SearchFolder folder)
    {
        SearchPlan plan = result.Plan;
        json.WriteStartObject();
        json.WriteString("search", plan.Definition.Name);
        json.WriteString("folder", folder.Path);
        json.WriteBoolean("complete", result.IsComplete);
        json.WriteString("data", plan.Data.Name);
        json.WriteString("evaluated_on", plan.Data.EvaluatedSplit);
        json.WriteString("evaluated_sha256", plan.Data.Test.ContentHash);
        json.WriteNumber("trials", plan.Trials.Count);
        json.WriteNumber("over_budget", plan.Draws.OverBudget);
        json.WriteNumber("impossible", plan.Draws.Impossible);
        json.WriteNumber("same_as_another", plan.Draws.Same);
        if (result.IsComplete)
            json.WriteString("best", folder.BestFile);
        json.WriteStartArray("results");
        foreach ((SearchStage stage, SearchStanding standing) in result.Furthest())
            Write(json, plan, stage, standing);
        json.WriteEndArray();
        WriteChoices(json, result);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, SearchPlan plan, SearchStage stage, SearchStanding standing)
    {
        json.WriteStartObject();
        json.WriteString("trial", standing.Trial.Name);
        json.WriteString("round", stage.Name);
        json.WriteNumber("parameters", standing.Trial.Experiment.Network.ParameterCount);
        json.WriteNumber("epochs", stage.Epochs ?? standing.Trial.Experiment.Recipe.Epochs);
        json.WriteNumber("seeds", standing.Runs.Count);
        json.WriteNumber("failed", standing.Failures);
        json.WriteNumber("mean", standing.Accuracy.Mean);
        if (standing.Accuracy.StandardDeviation is { } deviation)
            json.WriteNumber("standard_deviation", deviation);
        else
            json.WriteNull("standard_deviation");
        json.WriteNumber("minimum", standing.Accuracy.Minimum);
        json.WriteNumber("maximum", standing.Accuracy.Maximum);
        json.WriteNumber("seconds", Math.Round(standing.Seconds, 3));
        json.WriteStartObject("choices");
        foreach ((SearchVariable variable, SearchValue value) in plan.Definition.Space.Variables.Zip(standing.Trial.Values))
            json.WriteString(variable.Name, value.Label);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteChoices(Utf8JsonWriter json, SearchResult result)
    {
        json.WriteStartArray("choices_in_rung_1");
        foreach (VariableEffect effect in VariableEffect.Of(result))
        {
            foreach (ChoiceEffect choice in effect.Choices)
            {
                json.WriteStartObject();
                json.WriteString("variable", effect.Variable.Name);
                json.WriteString("value", choice.Label);
                json.WriteNumber("trials", choice.Trials);
                json.WriteNumber("failed", choice.Failures);
                WriteNumber(json, "mean", choice.Mean);
                WriteNumber(json, "half_width_95", choice.HalfWidth);
                WriteNumber(json, "variable_explains", effect.Explained);
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
        else
            json.WriteNull(name);
    }
}
