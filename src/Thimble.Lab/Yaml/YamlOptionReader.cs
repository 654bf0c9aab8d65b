using Thimble.Options;

namespace Thimble.Lab.Yaml;

/// <summary>Reads options from YAML by their schemas. Every mistake is an <see cref="ExperimentException"/> that names file, line and key.</summary>
/// <param name="map">The options.</param>
/// <param name="options">What the schema says of them.</param>
/// <param name="read">Is told every thing that is read, those inside others first, and the value that it was read from.</param>
internal sealed class YamlOptionReader(YamlMap map, IReadOnlyList<Option> options, Action<object, YamlValue>? read = null) : IOptionReader
{
    /// <summary>Reads a thing of one of several kinds: a bare word, or a mapping of one word to its options.</summary>
    /// <param name="value">The thing.</param>
    /// <param name="kinds">The kinds.</param>
    /// <param name="read">Is told every thing that is read, those inside others first, and the value that it was read from.</param>
    public static T Thing<T>(YamlValue value, OptionRegistry<T> kinds, Action<object, YamlValue>? read = null)
        where T : class
    {
        (string kind, YamlValue options) = value.Choice(kinds.Keys);
        OptionSchema<T> schema = kinds.OfKey(kind);
        if (schema.Options.Count == 0 && !options.IsEmpty)
            throw options.Found($"nothing, this {kinds.Noun} has no options");
        return Record(options, schema, read);
    }

    /// <summary>Reads a list of things of several kinds.</summary>
    /// <param name="value">The list.</param>
    /// <param name="kinds">The kinds.</param>
    /// <param name="read">Is told every thing that is read, those inside others first, and the value that it was read from.</param>
    public static IReadOnlyList<T> Things<T>(YamlValue value, OptionRegistry<T> kinds, Action<object, YamlValue>? read = null)
        where T : class => YamlMistakes.Each(value.List(1, Option.MostThings, $"{kinds.Noun}s"), one => Thing(one, kinds, read));

    /// <summary>Reads the options of a thing whose kind is known.</summary>
    /// <param name="value">The options: a mapping, or the one value that may stand for it.</param>
    /// <param name="schema">The kind.</param>
    /// <param name="read">Is told every thing that is read, those inside others first, and the value that it was read from.</param>
    public static T Record<T>(YamlValue value, OptionSchema<T> schema, Action<object, YamlValue>? read = null)
        where T : class
    {
        T record = schema.Read(new YamlOptionReader(MapOf(value, schema), schema.Options, read));
        read?.Invoke(record, value);
        return record;
    }

    public bool Has(string key) =>
        map[key] is { } value && !(value.IsEmpty && options.Any(option => option.Key == key && option.EmptyIsDefault));

    public bool Keeps(string key, Exception mistake)
    {
        if (mistake is not ExperimentException known)
            return false;
        map.Keep(key, known);
        return true;
    }

    public void Check() => map.Check();

    public Exception Missing(string key) => map.Missing(key);

    public Exception Wrong(string key, string problem) => map.Required(key).Error(problem);

    public int Whole(string key, int low, int high) => map.Required(key).Integer(low, high);

    public Size2d Size(string key, int low, Size2d high)
    {
        YamlValue value = map.Required(key);
        if (!value.IsList)
            return value.Integer(low, Math.Min(high.Rows, high.Columns));
        IReadOnlyList<YamlValue> sizes = value.List(2, 2, "sizes: rows, columns");
        var mistakes = new YamlMistakes();
        int rows = mistakes.Try(() => sizes[0].Integer(low, high.Rows));
        int columns = mistakes.Try(() => sizes[1].Integer(low, high.Columns));
        mistakes.Check();
        return new(rows, columns);
    }

    public double Number(string key, NumberRange range) => map.Required(key).Number(range);

    public float Single(string key, NumberRange range) => map.Required(key).Single(range);

    public bool Flag(string key) => map.Required(key).Flag();

    public string Name(string key)
    {
        string name = map.Required(key).Text(NameOption.Longest);
        return NameOption.IsName(name) ? name : throw map.Required(key).Found(NameOption.InWords);
    }

    public IReadOnlyList<int> Wholes(string key, int low, int high) =>
        YamlMistakes.Each(map.Required(key).List(1, Option.MostThings, "whole numbers"), number => number.Integer(low, high));

    public IReadOnlyList<T> Things<T>(string key, OptionRegistry<T> kinds)
        where T : class => Things(map.Required(key), kinds, read);

    public T Thing<T>(string key, OptionRegistry<T> kinds)
        where T : class => Thing(map.Required(key), kinds, read);

    public T Record<T>(string key, OptionSchema<T> schema)
        where T : class => Record(map.Required(key), schema, read);

    private static YamlMap MapOf<T>(YamlValue value, OptionSchema<T> schema)
        where T : class
    {
        if (schema.Bare is { } bare && (value.IsScalar || value.IsList || (value.IsEmpty && bare.Default is null)))
            return value.AsMap(bare.Key);
        // One option that is missing is named by the schema; of several the whole list is more use.
        return schema.Options.Count(option => option.Default is null) < 2 ? value.Options(schema.Keys) : value.Map(schema.Keys);
    }
}
