using Thimble.Options;
using Thimble.Training;

namespace Thimble.Lab.Yaml;

/// <summary>Reads an experiment. Every mistake is an <see cref="ExperimentException"/> that names file, line and key.</summary>
internal static class ExperimentReader
{
    private const int MaximumName = 64;
    private const int MaximumText = 10_000;
    private static readonly string[] DataKeys = ["name", "train_images", "test_images", "normalization", "validation", "preparation", "path", "split"];

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
        YamlMap map = root.Map([.. ExperimentKeys.All.Select(key => key.Key)]);
        (Recipe recipe, ulong seed) = map.Required("recipe", RecipeYaml.Read);
        var experiment = new Experiment
        {
            Name = map.Required("name", ReadName),
            Target = map.Optional("target", OneLine, ""),
            Explanation = map.Optional("explanation", explanation => explanation.IsEmpty ? "" : explanation.Text(MaximumText), ""),
            Data = map.Required("data", ReadData),
            Network = NetworkReader.Read(map),
            Recipe = recipe,
            Budget = map.Optional("budget", ReadBudget, new()),
            Reference = map.Optional("reference", reference => reference.IsEmpty ? null : ReadReference(reference)),
            Seed = seed,
            Source = file,
            Yaml = yaml,
        };
        map.Check();
        return experiment.Data.Normalization?.ProblemWith(experiment.Network.Input) is { } problem
            ? throw map.Required("data").Map(DataKeys).Required("normalization").Error(problem)
            : experiment;
    }

    /// <summary>Whether a text may be an experiment's name.</summary>
    public static bool IsName(string name) => name.Length is > 0 and <= MaximumName && char.IsAsciiLetterOrDigit(name[0])
        && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.');

    /// <summary>Reads a name. It becomes a folder's: what could lead elsewhere, or be awkward to type, is not allowed.</summary>
    public static string ReadName(YamlValue value)
    {
        string name = value.Text(MaximumName);
        return IsName(name)
            ? name
            : throw value.Found("letters, digits, '-', '_' and '.', with a letter or digit first");
    }

    private static string ReadPath(YamlValue value) => value.IsEmpty ? throw value.Error("there is no path; allowed: a file or folder, as it is seen from this file") : OneLine(value);

    private static string OneLine(YamlValue value)
    {
        if (value.IsEmpty)
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
        YamlMap map = value.Map(DataKeys);
        var data = new ExperimentData(
            map.Required("name", name => name.Word(ExperimentData.KnownNames)),
            map.Optional<int?>("train_images", images => images.Integer(1, ExperimentData.MaximumImages)),
            map.Optional<int?>("test_images", images => images.Integer(1, ExperimentData.MaximumImages)),
            map.Optional("normalization", ReadNormalization),
            map.Optional("validation", ReadValidation),
            map.Optional("preparation", preparation => YamlOptionReader.Thing(preparation, PicturePreparation.All)),
            map.Optional<string?>("path", ReadPath),
            map.Optional<string?>("split", split => split.Word([Dataset.TestName, StratifiedSplit.ValidationName])));
        map.Check();
        return data;
    }

    private static ValidationSplit ReadValidation(YamlValue value)
    {
        YamlMap map = value.Options("images", "seed");
        var split = new ValidationSplit(
            map.Integer("images", 1, ExperimentData.MaximumImages, ValidationSplit.DefaultImages), map.Optional("seed", seed => seed.Seed(), 1UL));
        map.Check();
        return split;
    }

    private static Normalization ReadNormalization(YamlValue value)
    {
        YamlMap map = value.Map("mean", "standard_deviation");
        IReadOnlyList<float> means = map.Required("mean", mean => ReadChannels(mean, new(0, 1)));
        IReadOnlyList<float> deviations = map.Required("standard_deviation", deviation => ReadChannels(deviation, NumberRange.UpToOne));
        map.Check();
        return means.Count == deviations.Count
            ? new(means, deviations)
            : throw value.Error($"found {means.Count} of mean and {deviations.Count} of standard_deviation; allowed: as many of both, one for each channel");
    }

    // A number for all channels, or a list of one for each.
    private static IReadOnlyList<float> ReadChannels(YamlValue value, NumberRange range) => value.IsList
        ? [.. value.List(1, Normalization.MaximumChannels, "numbers, one for each channel").Select(number => number.Single(range))]
        : [value.Single(range)];

    private static Budget ReadBudget(YamlValue value)
    {
        YamlMap map = value.Options("accuracy", "parameters_below", "epochs", "accuracy_of", "ram", "flash", "multiply_adds");
        var budget = new Budget(
            map.Optional<double?>("accuracy", accuracy => accuracy.Share()),
            map.Optional<int?>("parameters_below", parameters => parameters.Integer(1, int.MaxValue)),
            map.Optional<int?>("epochs", epochs => epochs.Integer(1, Recipe.MaximumEpochs)),
            map.Optional("accuracy_of", whose => whose.Word([ExperimentKeys.OfRun, ExperimentKeys.OfMean]) == ExperimentKeys.OfMean ? AccuracyOf.Mean : AccuracyOf.Run, AccuracyOf.Run),
            map.Optional<int?>("ram", ram => ram.Bytes()),
            map.Optional<int?>("flash", flash => flash.Bytes()),
            map.Optional<int?>("multiply_adds", most => most.Integer(1, int.MaxValue)));
        map.Check();
        return budget;
    }

    private static ReferenceFigures ReadReference(YamlValue value)
    {
        YamlMap map = value.Map("source", "parameters", "epochs", "best_training_accuracy", "best_test_accuracy");
        var reference = new ReferenceFigures(
            map.Required("source", source => OneLine(source) is { Length: > 0 } text ? text : throw source.Found("who reports these figures, in a few words")),
            map.Optional<int?>("parameters", parameters => parameters.Integer(1, int.MaxValue)),
            map.Optional<int?>("epochs", epochs => epochs.Integer(1, Recipe.MaximumEpochs)),
            map.Optional<double?>("best_training_accuracy", accuracy => accuracy.Share()),
            map.Optional<double?>("best_test_accuracy", accuracy => accuracy.Share()));
        map.Check();
        return reference;
    }
}
