using System.Globalization;
using Thimble.Lab.Yaml;
using Thimble.Layers;
using Thimble.Training;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Thimble.Lab;

/// <summary>Writes an experiment as YAML that reads back as an equal one.</summary>
public static class ExperimentWriter
{
    /// <summary>The experiment as it is, every setting spelled out.</summary>
    public static string Write(Experiment experiment) => YamlText.Write(Tree(experiment));

    /// <summary>The same before it becomes text.</summary>
    internal static YamlMappingNode Tree(Experiment experiment)
    {
        Shape input = experiment.Network.Input;
        return Mapping(
            MappingStyle.Block,
            ("name", YamlText.Word(experiment.Name)),
            ("target", experiment.Target.Length > 0 ? YamlText.Quoted(experiment.Target) : null),
            ("explanation", experiment.Explanation.Length > 0 ? YamlText.Lines(experiment.Explanation) : null),
            ("data", Data(experiment.Data)),
            ("input", YamlText.List([YamlText.Number(input.Channels), YamlText.Number(input.Height), YamlText.Number(input.Width)])),
            ("network", Network(experiment.Network)),
            ("recipe", RecipeYaml.Write(experiment.Recipe, experiment.Seed)),
            ("budget", Budget(experiment.Budget)),
            ("reference", experiment.Reference is { } reference ? Reference(reference) : null));
    }

    /// <summary>A network's layers, one a line, without what is a default.</summary>
    internal static YamlNode Network(NetworkDefinition network) =>
        YamlOptionWriter.Things(network.Layers.Select(layer => layer.Layer), LayerKinds.All, withDefaults: false);

    private static YamlMappingNode Data(ExperimentData data) => Mapping(
        MappingStyle.Flow,
        ("name", YamlText.Word(data.Name)),
        ("train_images", Number(data.TrainImages)),
        ("test_images", Number(data.EvaluatedImages)),
        ("validation", data.Validation is { } validation
            ? Mapping(MappingStyle.Flow, ("images", Number(validation.Images)), ("seed", Number(validation.Seed)))
            : null),
        ("normalization", data.Normalization is { } normalization
            ? Mapping(MappingStyle.Flow, ("mean", Channels(normalization.Means)), ("standard_deviation", Channels(normalization.StandardDeviations)))
            : null),
        ("preparation", data.Preparation is { } preparation ? YamlOptionWriter.Thing(preparation, PicturePreparation.All, withDefaults: true) : null),
        ("path", data.Path is { } path ? YamlText.Quoted(path) : null),
        ("split", data.Split is { } split ? YamlText.Word(split) : null));

    private static YamlMappingNode? Budget(Budget budget) => budget == new Budget() ? null : Mapping(
        MappingStyle.Flow,
        ("accuracy", Share(budget.Accuracy)), ("parameters_below", Number(budget.ParametersBelow)), ("epochs", Number(budget.Epochs)),
        ("accuracy_of", budget.AccuracyOf == AccuracyOf.Mean ? YamlText.Word(ExperimentKeys.OfMean) : null),
        ("ram", Number(budget.Ram)), ("flash", Number(budget.Flash)), ("multiply_adds", Number(budget.MultiplyAdds)));

    private static YamlMappingNode Reference(ReferenceFigures reference) => Mapping(
        MappingStyle.Flow,
        ("source", YamlText.Quoted(reference.Source)),
        ("parameters", Number(reference.Parameters)),
        ("epochs", Number(reference.Epochs)),
        ("best_training_accuracy", Share(reference.BestTrainingAccuracy)),
        ("best_test_accuracy", Share(reference.BestTestAccuracy)));

    // What is null is left out.
    private static YamlMappingNode Mapping(MappingStyle style, params IReadOnlyList<(string Key, YamlNode? Value)> entries)
    {
        var mapping = new YamlMappingNode { Style = style };
        foreach ((string key, YamlNode? value) in entries)
        {
            if (value is not null)
                mapping.Add(YamlText.Word(key), value);
        }

        return mapping;
    }

    // A number for all channels, or a list of one for each.
    private static YamlNode Channels(IReadOnlyList<float> numbers) =>
        numbers.Count == 1 ? YamlText.Number(numbers[0]) : YamlText.List(numbers.Select(number => YamlText.Number(number)));

    private static YamlScalarNode? Number(IFormattable? number) => number is null ? null : YamlText.Number(number);

    // A percentage reads better, but a share that a decimal cannot hold must come back as the same share.
    private static YamlScalarNode? Share(double? accuracy)
    {
        if (accuracy is not { } share)
            return null;
        return YamlText.Word((double)(decimal)share == share
            ? string.Create(CultureInfo.InvariantCulture, $"{(decimal)share * 100:0.##########################}%")
            : share.ToString("F20", CultureInfo.InvariantCulture));
    }
}
