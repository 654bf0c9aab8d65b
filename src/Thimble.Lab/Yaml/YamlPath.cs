using System.Globalization;
using Thimble.Layers;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Thimble.Lab.Yaml;

/// <summary>
/// A way into an experiment, such as <c>recipe.batch_size</c> or <c>network.0.conv2d.out</c>, and the value that is put at its end.
/// Mappings that are missing on the way are added: whether there may be such keys, the reader says afterwards.
/// </summary>
internal sealed class YamlPath
{
    private const int MostSteps = 32;
    private readonly string[] _steps;
    private readonly YamlPlace _place;
    private readonly YamlPlaces _places;
    private readonly Func<string, ExperimentException> _mistake;

    /// <summary>Creates it.</summary>
    /// <param name="path">The keys, with points between.</param>
    /// <param name="place">Where the path was written.</param>
    /// <param name="places">Is told where nodes stand that are put into the tree.</param>
    /// <param name="mistake">Makes the error of a path that leads nowhere.</param>
    public YamlPath(string path, YamlPlace place, YamlPlaces places, Func<string, ExperimentException> mistake)
    {
        _steps = path.Split('.');
        _place = place;
        _places = places;
        _mistake = mistake;
        if (_steps.Length > MostSteps || _steps.Any(string.IsNullOrWhiteSpace))
            throw mistake("this is no path to a setting; allowed: keys with points between, such as recipe.optimizer.sgd.learning_rate or network.0.conv2d.out");
    }

    /// <summary>Puts a value at the end of the path.</summary>
    /// <param name="root">The outermost mapping.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="ExperimentException">The path leads nowhere.</exception>
    public void Put(YamlNode root, YamlNode value) => Changed(root, 0, value);

    // The node as it is with the value in it.
    private YamlNode Changed(YamlNode? node, int depth, YamlNode value)
    {
        if (depth == _steps.Length)
            return value;
        string step = _steps[depth];
        if (node is YamlSequenceNode list && (BareKey(depth) is null || char.IsAsciiDigit(step[0])))
            return ChangedList(list, depth, value);
        YamlMappingNode map = MappingOf(node, depth);
        YamlNode? key = map.Children.Keys.FirstOrDefault(key => key is YamlScalarNode { Value: { } text } && text == step);
        YamlNode? inner = key is null ? null : map.Children[key];
        YamlNode changed = Changed(inner, depth + 1, value);
        if (key is not null && depth < _steps.Length - 1)
        {
            map.Children[key] = changed;
            return map;
        }

        // A new key, so that a mistake in what is new is named where that was written. It takes the old one's place among the others.
        int index = key is null ? map.Children.Count : map.Children.Keys.ToList().IndexOf(key);
        if (key is not null)
            map.Children.Remove(key);
        map.Children.Insert(index, New(new YamlScalarNode(step), depth), changed);
        return map;
    }

    private YamlSequenceNode ChangedList(YamlSequenceNode list, int depth, YamlNode value)
    {
        if (!int.TryParse(_steps[depth], NumberStyles.None, CultureInfo.InvariantCulture, out int index) || index >= list.Children.Count)
            throw _mistake($"{Before(depth)} is a list of {list.Children.Count}; allowed there: a number from 0 to {list.Children.Count - 1}");
        list.Children[index] = Changed(list.Children[index], depth + 1, value);
        return list;
    }

    // What a bare word or value stands for, where something inside it is meant.
    private YamlMappingNode MappingOf(YamlNode? node, int depth)
    {
        bool isNothing = node is null or YamlScalarNode { Style: ScalarStyle.Plain or ScalarStyle.Any, Value: null or "" or "~" or "null" };
        if (!isNothing && node is YamlMappingNode map)
            return map;
        var mapping = New(new YamlMappingNode(), depth);
        if (isNothing)
            return mapping;
        if (node is YamlScalarNode { Value: { } word } && word == _steps[depth])
            mapping.Children.Add(node, New(new YamlScalarNode(""), depth));
        else if (BareKey(depth) is { } bare)
            mapping.Children.Add(New(new YamlScalarNode(bare), depth - 1), node!);
        else
            throw _mistake($"{Before(depth)} is '{YamlText.OneLine($"{node}")}', and there is nothing inside; give the whole value of {Before(depth)}");
        return mapping;
    }

    // `data: mnist` stands for `data: {name: mnist}`, and `linear: 10` for `linear: {out: 10}`.
    private string? BareKey(int depth) => depth == 0 ? null
        : depth == 1 && _steps[0] == "data" ? "name"
        : LayerKinds.All.Schemas.FirstOrDefault(schema => schema.Key == _steps[depth - 1])?.Bare?.Key;

    private T New<T>(T node, int depth)
        where T : YamlNode
    {
        _places.Put(node, _place with { Key = Before(depth + 1) });
        return node;
    }

    private string Before(int depth) => string.Join('.', _steps[..depth]);
}
