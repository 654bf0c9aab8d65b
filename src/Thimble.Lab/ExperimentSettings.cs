using YamlDotNet.RepresentationModel;

namespace Thimble.Lab;

/// <summary>Everything about an experiment but its network, as keys and values: what two experiments can be compared by.</summary>
public static class ExperimentSettings
{
    // Words for people, and the network, which is compared layer by layer.
    private static readonly string[] LeftOut = ["name", "target", "explanation", "network"];

    /// <summary>The settings by their keys, from the outermost: <c>recipe.optimizer.sgd.learning_rate</c>; in the order of the file.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(Experiment experiment) =>
        [.. ExperimentWriter.Tree(experiment).Children.Where(child => !LeftOut.Contains(child.Key.ToString())).SelectMany(child => Flatten($"{child.Key}", child.Value))];

    /// <summary>The keys that several experiments do not agree on, each with one value an experiment; null where one does not have it.</summary>
    public static IReadOnlyList<KeyValuePair<string, IReadOnlyList<string?>>> Differences(IReadOnlyList<Experiment> experiments)
    {
        var settings = experiments.Select(Of).ToList();
        var values = settings.Select(list => list.ToDictionary(StringComparer.Ordinal)).ToList();
        return
        [
            .. from key in settings.SelectMany(list => list.Select(setting => setting.Key)).Distinct(StringComparer.Ordinal)
               let row = values.Select(own => own.GetValueOrDefault(key)).ToList()
               where row.Distinct(StringComparer.Ordinal).Count() > 1
               select KeyValuePair.Create<string, IReadOnlyList<string?>>(key, row),
        ];
    }

    private static IEnumerable<KeyValuePair<string, string>> Flatten(string key, YamlNode node) => node switch
    {
        YamlMappingNode map => map.Children.SelectMany(child => Flatten($"{key}.{child.Key}", child.Value)),
        YamlSequenceNode list => [new(key, $"[{string.Join(", ", list.Children)}]")],
        _ => [new(key, node.ToString())],
    };
}
