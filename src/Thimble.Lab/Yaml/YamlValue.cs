using System.Globalization;
using Thimble.Options;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Thimble.Lab.Yaml;

/// <summary>A value of an experiment's file that knows where it stands, so that every mistake can be named.</summary>
/// <param name="file">The file's name.</param>
/// <param name="key">The key, from the outermost.</param>
/// <param name="node">The value; null where nothing stands.</param>
/// <param name="line">The line, from 1.</param>
/// <param name="places">Where the values inside stand, if not all of them where the file's own marks say.</param>
internal sealed class YamlValue(string file, string key, YamlNode? node, int line, YamlPlaces? places = null)
{
    /// <summary>The line, from 1.</summary>
    public int Line => line;

    /// <summary>The file's name.</summary>
    private string File => file;

    /// <summary>The value as it was parsed; null where nothing stands.</summary>
    public YamlNode? Node => node;

    /// <summary>Whether nothing stands there.</summary>
    public bool IsEmpty => node is null or YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" };

    /// <summary>Whether it is a single value and not a list or mapping.</summary>
    public bool IsScalar => node is YamlScalarNode && !IsEmpty;

    /// <summary>Whether it is a list.</summary>
    public bool IsList => node is YamlSequenceNode;

    /// <summary>A mistake here.</summary>
    /// <param name="problem">What is wrong and what is allowed.</param>
    /// <param name="inner">What lies beneath, if anything.</param>
    public ExperimentException Error(string problem, Exception? inner = null) => new(file, line, key, problem, inner);

    /// <summary>The mistake of a layer that cannot stand here, though each setting by itself is sound.</summary>
    public ExperimentException Impossible(string problem, Exception? inner = null) =>
        new(file, line, key, problem, inner) { IsImpossibleNetwork = true };

    /// <summary>The mistake of having found something else than what is allowed.</summary>
    public ExperimentException Found(string allowed) => Error($"found {Description}; allowed: {allowed}");

    /// <summary>Text.</summary>
    public string Text(int maximumLength)
    {
        if (IsEmpty || node is not YamlScalarNode { Value: { } text })
            throw Found("text");
        return text.Length <= maximumLength ? text.Trim() : throw Error($"the text is {text.Length} characters long; allowed: up to {maximumLength}");
    }

    /// <summary>One of a closed list of words.</summary>
    public string Word(IReadOnlyList<string> words)
    {
        if (node is YamlScalarNode { Value: { } text } && words.Contains(text))
            return text;
        string hint = node is YamlScalarNode { Value: { } wrong } && Spelling.Nearest(wrong, words) is { } nearest
            ? $"; did you mean '{nearest}'?"
            : "";
        throw Error($"found {Description}; allowed: {string.Join(", ", words)}{hint}");
    }

    /// <summary>A whole number.</summary>
    public int Integer(int low, int high) =>
        Plain is { } text && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            && number >= low && number <= high
            ? number
            : throw NotRead($"a whole number from {low} to {high}", YamlNotation.OfWhole);

    /// <summary>A seed.</summary>
    public ulong Seed() =>
        Plain is { } text && ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed)
            ? seed
            : throw NotRead($"a whole number from 0 to {ulong.MaxValue}", YamlNotation.OfWhole);

    /// <summary>A number.</summary>
    public double Number(NumberRange range) =>
        Plain is { } text && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && range.Contains(number)
            ? number
            : throw NotRead($"{range}", text => YamlNotation.OfNumber(text, range));

    /// <summary>A number in single precision.</summary>
    public float Single(NumberRange range) =>
        Plain is { } text && float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float number) && range.Contains(number)
            ? number
            : throw NotRead($"{range}", text => YamlNotation.OfNumber(text, range));

    /// <summary>Yes or no.</summary>
    public bool Flag() => Plain switch
    {
        "true" => true,
        "false" => false,
        _ => throw NotRead("true or false", YamlNotation.OfFlag),
    };

    /// <summary>A share of a whole, in percent or from 0 to 1.</summary>
    public double Share()
    {
        const NumberStyles Style = NumberStyles.AllowDecimalPoint;
        string text = Plain ?? "";
        bool percent = text.EndsWith('%');
        if (decimal.TryParse(percent ? text[..^1] : text, Style, CultureInfo.InvariantCulture, out decimal number))
        {
            decimal share = percent ? number / 100 : number;
            if (share is > 0 and <= 1)
                return (double)share;
        }

        throw NotRead("a percentage such as 99.4%, or a share above 0 up to 1", YamlNotation.OfShare);
    }

    /// <summary>A size in bytes: <c>2500</c>, <c>2.5 kB</c> or, in units of 1,024, <c>2 KiB</c>.</summary>
    public int Bytes()
    {
        (string Name, int Size)[] units = [("kB", 1_000), ("KiB", 1_024), ("MB", 1_000_000), ("MiB", 1_024 * 1_024), ("", 1)];
        string text = Plain ?? "";
        (string unit, int size) = units.First(one => text.EndsWith(one.Name, StringComparison.Ordinal));
        if (decimal.TryParse(text[..^unit.Length].TrimEnd(' '), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number)
            && number is > 0 and <= int.MaxValue && number * size is >= 1 and <= int.MaxValue and var bytes && decimal.IsInteger(bytes))
            return (int)bytes;
        throw NotRead("a number of bytes, such as 2500, 2.5 kB or 2 KiB", YamlNotation.OfBytes);
    }

    /// <summary>The values of a list.</summary>
    public IReadOnlyList<YamlValue> List(int minimum, int maximum, string of)
    {
        if (node is not YamlSequenceNode sequence)
            throw NotRead($"a list of {of}", YamlNotation.OfList);
        int count = sequence.Children.Count;
        if (count < minimum || count > maximum)
            throw Error($"found a list of {count}; allowed: {(minimum == maximum ? $"{minimum}" : $"{minimum} to {maximum}")} {of}");
        return [.. sequence.Children.Select(child => At(child, key))];
    }

    /// <summary>The values of a mapping.</summary>
    /// <param name="allowed">The keys that it may have.</param>
    public YamlMap Map(params IReadOnlyList<string> allowed)
    {
        Dictionary<string, YamlValue> entries = Entries(allowed, out IReadOnlyList<UnknownKey> unknown);
        return new(this, entries, unknown);
    }

    /// <summary>The values of a mapping whose keys are names of the author's own, in order.</summary>
    /// <param name="of">What they name.</param>
    public IReadOnlyList<(string Name, YamlValue Value)> Named(string of)
    {
        if (node is not YamlMappingNode { Children.Count: > 0 } mapping)
            throw Found($"a mapping of {of}");
        string[] names = [.. mapping.Children.Keys.OfType<YamlScalarNode>().Select(name => name.Value ?? "")];
        Dictionary<string, YamlValue> entries = Entries(names, out IReadOnlyList<UnknownKey> unknown);
        return unknown.Count == 0 ? [.. entries.Select(entry => (entry.Key, entry.Value))] : throw ExperimentException.Of(unknown.Select(key => key.Mistake));
    }

    /// <summary>The options of something that was chosen: a mapping, or nothing for all defaults.</summary>
    public YamlMap Options(params IReadOnlyList<string> allowed) =>
        IsEmpty ? new(this, []) : Map(allowed);

    /// <summary>A mapping of one key that was not written, as <c>linear: 10</c> stands for <c>linear: {out: 10}</c>.</summary>
    public YamlMap AsMap(string onlyKey) => new(this, new(StringComparer.Ordinal) { [onlyKey] = this });

    /// <summary>One of several kinds: a bare word, or a mapping of one word to its options.</summary>
    /// <param name="kinds">The words.</param>
    public (string Kind, YamlValue Options) Choice(IReadOnlyList<string> kinds)
    {
        if (IsScalar)
        {
            string kind = Word(kinds);
            return (kind, new YamlValue(file, Inner(kind), null, line, places));
        }

        Dictionary<string, YamlValue> entries = Entries(kinds, out IReadOnlyList<UnknownKey> unknown);
        // The first is enough: where options stand beside their kind, all of them are unknown for one reason.
        if (unknown.Count > 0)
            throw unknown[0].Mistake;
        if (entries.Values.FirstOrDefault(one => one.File != file) is { } added && entries.Count > 1)
            throw added.Error($"there is '{entries.First(one => one.Value != added).Key}' already; to choose another, give the whole value of {key}");
        return entries.Count == 1
            ? (entries.Keys.First(), entries.Values.First())
            : throw Error($"found {(IsEmpty ? "nothing" : $"{entries.Count} keys")}; allowed: one of {string.Join(", ", kinds)}");
    }

    /// <summary>A mistake that says how the value is to be written where it means what is allowed, and is only written otherwise.</summary>
    private ExperimentException NotRead(string allowed, Func<string, string> notation) => node switch
    {
        YamlScalarNode { Style: ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted } =>
            Error($"found text in quotes, {Description}; allowed: {allowed}, without quotes"),
        YamlScalarNode { Style: ScalarStyle.Literal or ScalarStyle.Folded } =>
            Error($"found a block of text, {Description}; allowed: {allowed}, on the line of its key"),
        _ => Found($"{allowed}{(IsEmpty ? "" : notation(Plain ?? ""))}"),
    };

    private string? Plain => node is YamlScalarNode { Style: ScalarStyle.Plain } scalar ? scalar.Value : null;

    private string Description => node switch
    {
        _ when IsEmpty => "nothing",
        YamlScalarNode { Style: ScalarStyle.Literal or ScalarStyle.Folded } block => $"'{YamlText.OneLine((block.Value ?? "").Trim())}'",
        YamlScalarNode scalar => $"'{YamlText.OneLine(scalar.Value ?? "")}'",
        YamlSequenceNode => "a list",
        _ => "a mapping",
    };

    private Dictionary<string, YamlValue> Entries(IReadOnlyList<string> allowed, out IReadOnlyList<UnknownKey> unknown)
    {
        if (node is not YamlMappingNode mapping)
            throw Found($"a mapping with {string.Join(", ", allowed)}");
        var entries = new Dictionary<string, YamlValue>(StringComparer.Ordinal);
        var found = new List<UnknownKey>();
        foreach ((YamlNode keyNode, YamlNode value) in mapping.Children)
        {
            if (keyNode is not YamlScalarNode { Value: { } name })
                found.Add(new(At(keyNode, key).Error("found a list or mapping as a key; allowed: a word")));
            else if (!allowed.Contains(name))
                found.Add(Unknown(name, keyNode, allowed, entries.Keys.LastOrDefault()));
            else
                // The key's line, because a value that is missing or a block begins on a line below.
                entries.Add(name, new YamlValue(FileOf(keyNode), places?.Find(keyNode)?.Key ?? Inner(name), value, LineOf(keyNode), places));
        }

        unknown = found;
        return entries;
    }

    private UnknownKey Unknown(string name, YamlNode keyNode, IReadOnlyList<string> allowed, string? before)
    {
        string hint = YamlNotation.OfKey(name, allowed, out string? meant);
        if (hint.Length > 0)
            // A value that a comma cut off makes what is left of it wrong as well.
            meant ??= before;
        else if ((meant = Spelling.Nearest(name, allowed)) is not null)
            hint = $"; did you mean '{meant}'?";
        ExperimentException mistake = At(keyNode, Inner(YamlText.OneLine(name))).Error($"unknown key; allowed: {string.Join(", ", allowed)}{hint}");
        return meant is null ? new(mistake) : new(mistake, meant);
    }

    private YamlValue At(YamlNode inner, string innerKey) => new(FileOf(inner), places?.Find(inner)?.Key ?? innerKey, inner, LineOf(inner), places);

    private string FileOf(YamlNode inner) => places?.Find(inner)?.File ?? file;

    private int LineOf(YamlNode inner) => places?.Find(inner)?.Line ?? Math.Max(1, (int)inner.Start.Line);

    private string Inner(string name) => key.Length == 0 ? name : $"{key}.{name}";
}
