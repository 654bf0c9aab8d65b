using System.Text;
using Thimble.Lab.Yaml;
using Thimble.Layers;
using Thimble.Options;
using Thimble.Training;

namespace Thimble.Lab;

/// <summary>
/// A built-in experiment as a file to start from: its own text, with a comment at each part that says what it is, what else it could be and what may
/// be left out. Comments are all that is added, so it reads back as the same experiment of another name.
/// </summary>
public static class ExperimentStarter
{
    private const int Width = 110;

    /// <summary>The text of the file.</summary>
    /// <param name="name">A built-in experiment.</param>
    /// <param name="ownName">What the experiment in the file is called; as the built-in one if null.</param>
    /// <exception cref="InvalidInputException">There is none of that name.</exception>
    public static string Of(string name, string? ownName = null)
    {
        if (!ExperimentCatalogue.Names.Contains(name))
            throw new InvalidInputException($"there is no built-in experiment '{YamlText.OneLine(name)}'; {Hint(name)}there are {string.Join(", ", ExperimentCatalogue.Names)}");
        var text = new StringBuilder();
        Comment(text, "", $"An experiment to change as you like, from the built-in {name}. docs/experiments.md has every key, and a mistake is named by its line.");
        if (ownName is null)
            Comment(text, "", "Change the name first: runs of two experiments of one name share a folder.");
        text.Append('\n');
        string? part = null;
        var recipe = new HashSet<string>(StringComparer.Ordinal);
        foreach (string line in ExperimentCatalogue.BuiltInText(name).ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'))
        {
            if (KeyOf(line, indentation: "") is { } key && ExperimentKeys.All.FirstOrDefault(one => one.Key == key) is { } found)
            {
                EndPart(text, part, recipe);
                part = key;
                Describe(text, found);
            }
            else if (part == "recipe" && KeyOf(line, indentation: "  ") is { } setting)
            {
                recipe.Add(setting);
                Describe(text, setting);
            }

            text.Append(ownName is not null && line == $"name: {name}" ? $"name: {ownName}" : line).Append('\n');
        }

        EndPart(text, part, recipe);
        return text.ToString();
    }

    // Options of the recipe that the experiment does without, ready to be taken in.
    private static void EndPart(StringBuilder text, string? part, HashSet<string> recipe)
    {
        if (part != "recipe")
            return;
        foreach (Option option in Recipe.Schema.Options.Where(option => !recipe.Contains(option.Key)))
        {
            Describe(text, option.Key);
            text.Append($"  # {option.Key}: {ExampleOf(option)}\n");
        }
    }

    private static string ExampleOf(Option option) => option.Key switch
    {
        "augmentation" => "{rotation_degrees: 10, shift_pixels: 2}",
        "weight_average" => "0.99",
        _ => option.DefaultInWords(),
    };

    private static void Describe(StringBuilder text, ExperimentKey key)
    {
        text.Append('\n');
        Comment(text, "", $"{key.Help}{(key.IsOptional ? " (optional)" : "")}");
        foreach (string more in MoreOf(key.Key))
            Comment(text, "", more);
    }

    private static IEnumerable<string> MoreOf(string key) => key switch
    {
        "data" =>
        [
            $"one of {string.Join(", ", ExperimentData.KnownNames)}; train_images and test_images take the first n images; "
            + "with validation: {images: 10000} training images are held out and evaluated in place of the test images",
        ],
        "network" =>
        [
            $"there are {string.Join(", ", LayerKinds.All.Keys)}",
            "an option that is left out has its default; the last layer has one output a class",
        ],
        "budget" => ["accuracy: at least this after the final epoch; parameters_below: fewer trainable numbers; epochs: at most this many"],
        _ => [],
    };

    private static void Describe(StringBuilder text, string setting)
    {
        if (setting == RecipeYaml.Seed)
        {
            Comment(text, "  ", "of the first weights, the order, augmentation and dropout (optional; 1 by default)");
            return;
        }

        if (Recipe.Schema.Options.FirstOrDefault(option => option.Key == setting) is not { } found)
            return;
        string range = found.RangeInWords.Length == 0 ? "" : $", {found.RangeInWords}";
        Comment(text, "  ", $"{found.Help}{range}{(found.Default is null ? "" : $" (optional; {found.DefaultInWords().Replace("`", "", StringComparison.Ordinal)} by default)")}");
        foreach (string more in MoreOfSetting(setting))
            Comment(text, "  ", more);
    }

    private static IEnumerable<string> MoreOfSetting(string setting) => setting switch
    {
        "optimizer" => Optimizers.All.Schemas.Select(Described),
        "schedule" => Schedules.All.Schemas.Select(Described),
        "augmentation" => AugmentationOptions.Schema.Options.Select(option => $"{option.Key}: {option.Help.Replace("`", "", StringComparison.Ordinal)}{(option.RangeInWords.Length == 0 ? "" : $" ({option.RangeInWords})")}"),
        _ => [],
    };

    private static string Described<T>(OptionSchema<T> schema)
        where T : class
    {
        string options = string.Join(", ", schema.Options.Where(option => !option.IsFixed).Select(option => option.Key));
        return $"{schema.Key}: {schema.Help.Replace("`", "", StringComparison.Ordinal)}{(options.Length == 0 ? "" : $"; with {options}")}";
    }

    private static string? KeyOf(string line, string indentation)
    {
        if (!line.StartsWith(indentation, StringComparison.Ordinal) || line.IndexOf(':', StringComparison.Ordinal) is var end && end <= indentation.Length)
            return null;
        string key = line[indentation.Length..end];
        return key.All(letter => char.IsAsciiLetterLower(letter) || letter == '_') ? key : null;
    }

    private static void Comment(StringBuilder text, string indentation, string words)
    {
        string line = $"{indentation}#";
        int start = line.Length;
        foreach (string word in words.Split(' '))
        {
            if (line.Length + 1 + word.Length > Width && line.Length > start)
            {
                text.Append(line).Append('\n');
                line = $"{indentation}#  ";
            }

            line += $" {word}";
        }

        text.Append(line).Append('\n');
    }

    private static string Hint(string name) => Spelling.Nearest(name, ExperimentCatalogue.Names) is { } nearest ? $"did you mean '{nearest}'? " : "";
}
