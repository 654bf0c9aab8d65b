using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Thimble.Lab.Yaml;
using Thimble.Training;

namespace Thimble.Lab;

/// <summary>Writes an experiment as YAML that reads back as an equal one.</summary>
public static class ExperimentWriter
{
    /// <summary>The experiment as it stands, every setting spelled out.</summary>
    public static string Write(Experiment experiment)
    {
        var yaml = new StringBuilder();
        yaml.Append($"name: {experiment.Name}\n");
        if (experiment.Target.Length > 0)
            yaml.Append($"target: {Quoted(experiment.Target)}\n");
        if (experiment.Explanation.Length > 0)
            yaml.Append($"explanation: {Block(experiment.Explanation)}\n");
        yaml.Append($"data: {Data(experiment.Data)}\n");
        Shape input = experiment.Network.Input;
        yaml.Append($"input: [{input.Channels}, {input.Height}, {input.Width}]\n");
        yaml.Append("network:\n");
        LayerWriter.Write(yaml, experiment.Network.Layers.Select(layer => layer.Layer), indent: 2);
        RecipeWriter.Write(yaml, experiment.Recipe, experiment.Seed);
        if (BudgetLines(experiment.Budget) is { Length: > 0 } budget)
            yaml.Append($"budget: {{{budget}}}\n");
        if (experiment.Reference is { } reference)
            yaml.Append($"reference: {{{ReferenceLines(reference)}}}\n");
        return yaml.ToString();
    }

    private static string Data(ExperimentData data)
    {
        var entries = new List<string> { $"name: {data.Name}" };
        if (data.TrainImages is { } train)
            entries.Add($"train_images: {train}");
        if (data.EvaluatedImages is { } test)
            entries.Add($"test_images: {test}");
        if (data.Validation is { } validation)
            entries.Add($"validation: {{images: {validation.Images}, seed: {validation.Seed}}}");
        if (data.Normalization is { } normalization)
            entries.Add($"normalization: {{mean: {normalization.Mean}, standard_deviation: {normalization.StandardDeviation}}}");
        return $"{{{string.Join(", ", entries)}}}";
    }

    private static string BudgetLines(Budget budget)
    {
        var entries = new List<string>();
        if (budget.Accuracy is { } accuracy)
            entries.Add($"accuracy: {Share(accuracy)}");
        if (budget.ParametersBelow is { } bound)
            entries.Add($"parameters_below: {bound}");
        if (budget.Epochs is { } epochs)
            entries.Add($"epochs: {epochs}");
        return string.Join(", ", entries);
    }

    private static string ReferenceLines(ReferenceFigures reference)
    {
        var entries = new List<string> { $"source: {Quoted(reference.Source)}" };
        if (reference.Parameters is { } parameters)
            entries.Add($"parameters: {parameters}");
        if (reference.Epochs is { } epochs)
            entries.Add($"epochs: {epochs}");
        if (reference.BestTrainingAccuracy is { } training)
            entries.Add($"best_training_accuracy: {Share(training)}");
        if (reference.BestTestAccuracy is { } test)
            entries.Add($"best_test_accuracy: {Share(test)}");
        return string.Join(", ", entries);
    }

    // A percentage reads better, but a share that a decimal cannot hold must come back as the same share.
    private static string Share(double accuracy) =>
        (double)(decimal)accuracy == accuracy ? $"{(decimal)accuracy * 100:0.##########################}%" : $"{accuracy:F20}";

    // JSON's strings are YAML's double-quoted ones.
    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    // A literal block keeps lines as they are, as long as nothing in them has a meaning of its own.
    private static string Block(string text) =>
        text.Any(character => char.IsControl(character) && character != '\n' || character is '\u2028' or '\u2029' or '\uFEFF')
            ? Quoted(text)
            : $"|\n{string.Join('\n', text.Split('\n').Select(line => line.Length == 0 ? line : $"  {line}"))}";
}
