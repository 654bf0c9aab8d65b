using Thimble.Options;
using Thimble.Training;

namespace Thimble.Lab.Yaml;

/// <summary>Reads an experiment. Every mistake is an <see cref="ExperimentException"/> that names file, line and key.</summary>
internal static class ExperimentReader
{
    private const int MaximumName = 64;
    private const int MaximumText = 10_000;

    /// <summary>Reads an experiment.</summary>
    /// <param name="file">The file's name, for errors.</param>
    /// <param name="yaml">The text.</param>
    public static Experiment Read(string file, string yaml) => Read(YamlText.Parse(file, yaml), file, yaml);

    /// <summary>Reads an experiment that is parsed already.</summary>
    /// <param name="root">Its outermost value.</param>
    /// <param name="file">The file's name.</param>
    /// <param name="yaml">The text that it was parsed from.</param>
    public static Experiment Read(YamlValue root, string file, string yaml)
    {
        YamlMap map = root.Map(
            "name", "target", "explanation", "data", "input", "network", "recipe", "budget", "reference");
        (Recipe recipe, ulong seed) = RecipeYaml.Read(map.Required("recipe"));
        return new Experiment
        {
            Name = ReadName(map.Required("name")),
            Target = OneLine(map["target"]),
            Explanation = map["explanation"] is { IsEmpty: false } explanation ? explanation.Text(MaximumText) : "",
            Data = ReadData(map.Required("data")),
            Network = NetworkReader.Read(map.Required("input"), map.Required("network")),
            Recipe = recipe,
            Budget = map["budget"] is { } budget ? ReadBudget(budget) : new(),
            Reference = map["reference"] is { IsEmpty: false } reference ? ReadReference(reference) : null,
            Seed = seed,
            Source = file,
            Yaml = yaml,
        };
    }

    /// <summary>Reads a name. It becomes a folder's: what could lead elsewhere, or be awkward to type, is not allowed.</summary>
    public static string ReadName(YamlValue value)
    {
        string name = value.Text(MaximumName);
        return name.Length > 0 && char.IsAsciiLetterOrDigit(name[0])
            && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.')
            ? name
            : throw value.Found("letters, digits, '-', '_' and '.', with a letter or digit first");
    }

    private static string OneLine(YamlValue? value)
    {
        if (value is not { IsEmpty: false })
            return "";
        string text = value.Text(MaximumText);
        if (!text.Any(char.IsControl))
            return text;
        char control = text.First(char.IsControl);
        throw value.Error(control is '\n' or '\r'
            ? "the text has several lines; allowed: one"
            : $"the text has a control character (U+{(int)control:X4}); allowed: characters that can be seen");
    }

    private static ExperimentData ReadData(YamlValue value)
    {
        if (value.IsScalar)
            return new(value.Word(ExperimentData.KnownNames));
        YamlMap map = value.Map("name", "train_images", "test_images", "normalization", "validation", "preparation");
        return new(
            map.Required("name").Word(ExperimentData.KnownNames),
            map["train_images"]?.Integer(1, ExperimentData.MaximumImages),
            map["test_images"]?.Integer(1, ExperimentData.MaximumImages),
            map["normalization"] is { } normalization ? ReadNormalization(normalization) : null,
            map["validation"] is { } validation ? ReadValidation(validation) : null,
            map["preparation"] is { } preparation ? YamlOptionReader.Thing(preparation, PicturePreparation.All) : null);
    }

    private static ValidationSplit ReadValidation(YamlValue value)
    {
        YamlMap map = value.Options("images", "seed");
        return new(map.Integer("images", 1, ExperimentData.MaximumImages, ValidationSplit.DefaultImages), map["seed"]?.Seed() ?? 1);
    }

    private static Normalization ReadNormalization(YamlValue value)
    {
        YamlMap map = value.Map("mean", "standard_deviation");
        return new(
            map.Required("mean").Single(new(0, 1)), map.Required("standard_deviation").Single(NumberRange.UpToOne));
    }

    private static Budget ReadBudget(YamlValue value)
    {
        YamlMap map = value.Options("accuracy", "parameters_below", "epochs");
        return new(
            map["accuracy"]?.Share(),
            map["parameters_below"]?.Integer(1, int.MaxValue),
            map["epochs"]?.Integer(1, Recipe.MaximumEpochs));
    }

    private static ReferenceFigures ReadReference(YamlValue value)
    {
        YamlMap map = value.Map("source", "parameters", "epochs", "best_training_accuracy", "best_test_accuracy");
        string source = OneLine(map.Required("source"));
        return new(
            source.Length > 0 ? source : throw map.Required("source").Found("who reports these figures, in a few words"),
            map["parameters"]?.Integer(1, int.MaxValue),
            map["epochs"]?.Integer(1, Recipe.MaximumEpochs),
            map["best_training_accuracy"]?.Share(),
            map["best_test_accuracy"]?.Share());
    }
}
