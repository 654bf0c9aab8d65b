using System.Globalization;
using Thimble.Lab.Yaml;
using Thimble.Options;
using YamlDotNet.RepresentationModel;

namespace Thimble.Lab.Search;

/// <summary>Reads the variables of a search: lists of values, alternatives with names, and ranges of numbers.</summary>
internal static class SpaceReader
{
    private const int MaximumValues = 1000;
    private const int MaximumLabel = 24;
    private const string Allowed = "a list of values, {from, to, log} for a range of numbers, or a mapping of names to values";

    /// <summary>Reads the variables, in order.</summary>
    public static IReadOnlyList<SearchVariable> Read(YamlValue space) =>
        ReadEach(space.Named("variables, each with its values"));

    private static SearchVariable[] ReadEach(IReadOnlyList<(string Name, YamlValue Value)> entries)
    {
        var mistakes = new YamlMistakes();
        SearchVariable[] variables = [.. entries.Select(entry => mistakes.Try(() => ReadVariable(entry.Name, entry.Value)))];
        mistakes.Check();
        return variables;
    }

    private static SearchVariable ReadVariable(string name, YamlValue value)
    {
        CheckName(name, value);
        return value.Node switch
        {
            YamlSequenceNode => ReadList(name, value),
            YamlMappingNode map when map.Children.ContainsKey("from") || map.Children.ContainsKey("to") => ReadRange(name, value),
            YamlMappingNode => ReadNamed(name, value),
            _ => throw value.Found(Allowed),
        };
    }

    private static void CheckName(string name, YamlValue value)
    {
        bool isSound = name.Length > 0
            && name.Split('.').All(part => part.Length > 0 && part.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-'));
        if (!isSound)
            throw value.Error("this is no name for a variable; allowed: letters, digits, '_' and '-', or a path such as recipe.batch_size");
    }

    private static ChoiceVariable ReadList(string name, YamlValue value)
    {
        IReadOnlyList<YamlValue> items = value.List(1, MaximumValues, "values");
        SearchValue[] values = [.. items.Select((item, index) => new SearchValue(Label(item.Node!, index), item.Node!))];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < values.Length; i++)
        {
            if (!seen.Add(values[i].Label))
                throw items[i].Error($"the value {values[i].Label} appears twice; remove one");
        }

        return new(name, value.Line, values);
    }

    private static ChoiceVariable ReadNamed(string name, YamlValue value) => new(
        name, value.Line, [.. value.Named(Allowed).Select(entry => new SearchValue(entry.Name, entry.Value.Node!))]);

    private static RangeVariable ReadRange(string name, YamlValue value)
    {
        YamlMap map = value.Map("from", "to", "log");
        var finite = new NumberRange(-1e15, 1e15);
        double from = map.Required("from", value => value.Number(finite));
        double to = map.Required("to", value => value.Number(finite));
        bool isLogarithmic = map.Flag("log", otherwise: false);
        map.Check();
        if (to <= from)
            throw map.Required("to").Error($"found {to}; allowed: a number above {from}, where the range begins");
        if (isLogarithmic && from <= 0)
            throw map.Required("from").Error($"found {from}; allowed: a number above 0, where the range is logarithmic");
        return new(name, value.Line, from, to, isLogarithmic, IsWhole(map.Required("from")) && IsWhole(map.Required("to")));
    }

    private static bool IsWhole(YamlValue value) =>
        long.TryParse(value.Text(32), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);

    // Short fragments are their own name; long ones are counted.
    private static string Label(YamlNode node, int index)
    {
        string text = Flow(node);
        return text.Length <= MaximumLabel || node is YamlScalarNode ? YamlText.OneLine(text) : $"#{index + 1}";
    }

    private static string Flow(YamlNode node) => node switch
    {
        YamlScalarNode scalar => scalar.Value is { Length: > 0 } text ? text : "nothing",
        YamlSequenceNode list => $"[{string.Join(", ", list.Children.Select(Flow))}]",
        YamlMappingNode map => $"{{{string.Join(", ", map.Children.Select(child => $"{Flow(child.Key)}: {Flow(child.Value)}"))}}}",
        _ => "",
    };
}
