using System.Text;
using System.Text.RegularExpressions;
using Thimble.Lab;
using Thimble.Lab.Yaml;
using Thimble.Layers;
using Thimble.Options;
using Thimble.Training;

namespace Thimble.Cli.Tests.Reference;

/// <summary>Every key of an experiment and every layer, from the schemas that read and write them.</summary>
internal static partial class KeyReference
{
    private const string Nonsense = "qqqqqqqq";

    private const string Small =
        """
        name: small
        data: {name: mnist}
        input: [1, 28, 28]
        network: [{conv2d: {out: 10, kernel: 3}}, adaptive_avg_pool2d]
        recipe: {epochs: 2, optimizer: {sgd: {learning_rate: 0.1}}}
        budget: {epochs: 2}
        reference: {source: a book}
        """;

    /// <summary>Writes the keys as markdown.</summary>
    public static string Keys()
    {
        var text = new StringBuilder("\n| key | what it is |\n|---|---|\n");
        foreach (ExperimentKey key in ExperimentKeys.All)
            text.Append($"| `{key.Key}` | {key.Help}{(key.IsOptional ? "" : "; required")} |\n");
        text.Append(Allowed("data", "{name: mnist}", "data"));
        text.Append(Allowed("data.normalization", "{name: mnist}", "data", $"{{name: mnist, normalization: {{{Nonsense}: 1}}}}"));
        text.Append(Allowed("data.validation", "{name: mnist}", "data", $"{{name: mnist, validation: {{{Nonsense}: 1}}}}"));
        text.Append(Allowed("budget", "{epochs: 2}", "budget-and-reference"));
        text.Append(Allowed("reference", "{source: a book}", "budget-and-reference"));
        text.Append("\n### data.preparation\n\n").Append(OptionTable.Kinds(PicturePreparation.All));
        text.Append("\n### recipe\n\n").Append(OptionTable.Options(Recipe.Schema.Options));
        text.Append("\n### recipe.augmentation\n\n").Append(OptionTable.Options(AugmentationOptions.Schema.Options));
        Append(text, Optimizers.All, "recipe.optimizer.");
        Append(text, Schedules.All, "recipe.schedule.");
        return text.ToString();
    }

    /// <summary>Writes the layers as markdown.</summary>
    public static string Layers()
    {
        var text = new StringBuilder();
        Append(text, LayerKinds.All, "");
        return text.ToString();
    }

    private static void Append<T>(StringBuilder text, OptionRegistry<T> kinds, string path)
        where T : class
    {
        foreach (OptionSchema<T> schema in kinds.Schemas)
        {
            text.Append($"\n### {path}{schema.Key}\n{schema.Help[..1].ToUpperInvariant()}{schema.Help[1..]}.");
            text.Append(schema.Bare is { IsFixed: false } bare ? $" A bare value is `{bare.Key}`.\n" : "\n");
            Option[] options = [.. schema.Options.Where(option => !option.IsFixed)];
            text.Append(options.Length == 0 ? "It has no options.\n" : $"\n{OptionTable.Options(options)}");
        }
    }

    // What a mistake lists as allowed is what the reader takes.
    private static string Allowed(string path, string place, string anchor, string? mistake = null)
    {
        string yaml = Small.Replace(place, mistake ?? $"{{{Nonsense}: 1}}", StringComparison.Ordinal);
        string message = Assert.ThrowsAny<ExperimentException>(() => ExperimentReader.Read("small.yaml", yaml)).Mistakes.First(one => one.Message.Contains(Nonsense)).Message;
        Match list = Words().Match(message);
        Assert.True(list.Success, message);
        string keys = string.Join(", ", list.Groups["words"].Value.Split(", ").Select(word => $"`{word}`"));
        return $"\n### {path}\n{keys}. [What they mean](experiments.md#{anchor}).\n";
    }

    [GeneratedRegex(@"allowed: (?<words>[a-z0-9_-]+(, [a-z0-9_-]+)*)(;|$)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Words();
}
