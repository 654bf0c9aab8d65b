using Thimble.Options;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Thimble.Lab.Yaml;

/// <summary>Writes options as YAML that <see cref="YamlOptionReader"/> reads, by the same schemas.</summary>
/// <param name="withDefaults">Whether values that are the default are written too.</param>
internal sealed class YamlOptionWriter(bool withDefaults) : IOptionWriter
{
    private readonly YamlMappingNode _options = new();

    /// <summary>A thing of one of several kinds: a bare word, or a mapping of one word to its options.</summary>
    /// <param name="thing">The thing.</param>
    /// <param name="kinds">The kinds.</param>
    /// <param name="withDefaults">Whether values that are the default are written too.</param>
    public static YamlNode Thing<T>(T thing, OptionRegistry<T> kinds, bool withDefaults)
        where T : class
    {
        OptionSchema<T> schema = kinds.Of(thing);
        YamlNode options = Options(thing, schema, withDefaults);
        return options is YamlMappingNode { Children.Count: 0 }
            ? YamlText.Word(schema.Key)
            : new YamlMappingNode(YamlText.Word(schema.Key), options) { Style = MappingStyle.Flow };
    }

    /// <summary>A list of things of several kinds, one a line.</summary>
    /// <param name="things">The things.</param>
    /// <param name="kinds">The kinds.</param>
    /// <param name="withDefaults">Whether values that are the default are written too.</param>
    public static YamlSequenceNode Things<T>(IEnumerable<T> things, OptionRegistry<T> kinds, bool withDefaults)
        where T : class
    {
        var list = new YamlSequenceNode { Style = SequenceStyle.Block };
        foreach (T thing in things)
        {
            YamlNode node = Thing(thing, kinds, withDefaults);
            if (node is YamlMappingNode map)
                map.Style = MappingStyle.Block;
            list.Add(node);
        }

        return list;
    }

    /// <summary>The options of a thing whose kind is known.</summary>
    /// <param name="record">The thing.</param>
    /// <param name="schema">Its kind.</param>
    /// <param name="withDefaults">Whether values that are the default are written too.</param>
    public static YamlMappingNode Record<T>(T record, OptionSchema<T> schema, bool withDefaults)
        where T : class
    {
        var writer = new YamlOptionWriter(withDefaults);
        schema.Write(record, writer, withDefaults);
        // A list with a line for each thing cannot stand in braces.
        bool hasLines = writer._options.Children.Values.Any(value => value is YamlSequenceNode { Style: SequenceStyle.Block });
        writer._options.Style = hasLines ? MappingStyle.Block : MappingStyle.Flow;
        return writer._options;
    }

    public void Whole(string key, int value) => Add(key, YamlText.Number(value));

    public void Size(string key, Size2d value) => Add(
        key, value.IsSquare ? YamlText.Number(value.Rows) : YamlText.List([YamlText.Number(value.Rows), YamlText.Number(value.Columns)]));

    public void Number(string key, double value) => Add(key, YamlText.Number(value));

    public void Single(string key, float value) => Add(key, YamlText.Number(value));

    public void Flag(string key, bool value) => Add(key, YamlText.Word(value ? "true" : "false"));

    public void Name(string key, string value) => Add(key, YamlText.Word(value));

    public void Wholes(string key, IReadOnlyList<int> value) => Add(key, YamlText.List(value.Select(number => YamlText.Number(number))));

    public void Things<T>(string key, OptionRegistry<T> kinds, IReadOnlyList<T> value)
        where T : class => Add(key, Things(value, kinds, withDefaults));

    public void Thing<T>(string key, OptionRegistry<T> kinds, T value)
        where T : class => Add(key, Thing(value, kinds, withDefaults));

    public void Record<T>(string key, OptionSchema<T> schema, T value)
        where T : class => Add(key, Record(value, schema, withDefaults));

    private static YamlNode Options<T>(T thing, OptionSchema<T> schema, bool withDefaults)
        where T : class
    {
        if (withDefaults || schema.BareValueOf(thing) is not { } bare)
            return Record(thing, schema, withDefaults);
        var writer = new YamlOptionWriter(withDefaults);
        schema.Bare!.Write(writer, bare);
        return writer._options[schema.Bare.Key];
    }

    private void Add(string key, YamlNode value) => _options.Add(YamlText.Word(key), value);
}
