using Thimble.Lab.Yaml;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Thimble.Lab.Search;

/// <summary>
/// An experiment with places to be filled: wherever a plain <c>$name</c> stands as a value, the variable of that name
/// goes. It is the parsed tree that is filled and not the text, so a value may be a number or a whole list of layers,
/// and a mistake is named by the line where it was written.
/// </summary>
internal sealed class ExperimentTemplate(string name, string file, YamlNode root, string searchFile, YamlPlaces places)
{
    private const int MaximumDepth = 32;

    /// <summary>The name of the variable that a node stands for, or null if it is a value of its own.</summary>
    public static string? PlaceholderIn(YamlNode node) =>
        node is YamlScalarNode { Style: ScalarStyle.Plain, Value: ['$', _, ..] value } ? value[1..] : null;

    /// <summary>Reads the experiment of a combination.</summary>
    /// <param name="space">The variables.</param>
    /// <param name="values">Their values.</param>
    /// <exception cref="ExperimentException">It cannot be read.</exception>
    public Experiment Fill(SearchSpace space, IReadOnlyList<SearchValue> values)
    {
        var filled = new YamlPlaces();
        var byName = new Dictionary<string, YamlNode>(StringComparer.Ordinal);
        foreach ((SearchVariable variable, SearchValue value) in space.Variables.Zip(values))
        {
            byName.Add(variable.Name, value.Node);
            // A number out of a range was never in a file.
            if (value.Node.Start.Line == 0)
                places.Put(value.Node, new(searchFile, variable.Line));
        }

        YamlNode node = Fill(root, file, byName, filled, depth: 0);
        try
        {
            return ExperimentReader.Read(new YamlValue(file, "", node, line: 1, filled), file, yaml: "") with { Name = name };
        }
        catch (ExperimentException mistake) when (!mistake.IsImpossibleNetwork && values.Count > 0)
        {
            throw mistake.With($" (with {string.Join(", ", space.Variables.Zip(values, (variable, value) => $"{variable.Name} = {value.Label}"))})");
        }
    }

    private YamlNode Fill(YamlNode node, string nodeFile, Dictionary<string, YamlNode> values, YamlPlaces filled, int depth)
    {
        YamlPlace place = places.Find(node) ?? new(nodeFile, Math.Max(1, (int)node.Start.Line));
        if (PlaceholderIn(node) is { } variable)
        {
            if (depth > MaximumDepth)
                throw new ExperimentException(place.File, place.Line, "", $"${variable} contains itself, or values are nested more than {MaximumDepth} deep");
            return Fill(values[variable], searchFile, values, filled, depth + 1);
        }

        YamlNode result = node switch
        {
            YamlSequenceNode list => FillList(list, nodeFile, values, filled, depth),
            YamlMappingNode map => FillMap(map, nodeFile, values, filled, depth),
            _ => node,
        };
        filled.Put(result, place);
        return result;
    }

    private YamlSequenceNode FillList(
        YamlSequenceNode list, string nodeFile, Dictionary<string, YamlNode> values, YamlPlaces filled, int depth)
    {
        var result = new YamlSequenceNode();
        foreach (YamlNode child in list.Children)
        {
            YamlNode inner = Fill(child, nodeFile, values, filled, depth);
            // A list in the place of one layer: several layers, or none.
            if (PlaceholderIn(child) is not null && inner is YamlSequenceNode several)
                several.Children.ToList().ForEach(result.Children.Add);
            else
                result.Children.Add(inner);
        }

        return result;
    }

    private YamlMappingNode FillMap(
        YamlMappingNode map, string nodeFile, Dictionary<string, YamlNode> values, YamlPlaces filled, int depth)
    {
        var result = new YamlMappingNode();
        foreach ((YamlNode key, YamlNode value) in map.Children)
        {
            filled.Put(key, places.Find(key) ?? new(nodeFile, Math.Max(1, (int)key.Start.Line)));
            result.Children.Add(key, Fill(value, nodeFile, values, filled, depth));
        }

        return result;
    }
}
