using System.Globalization;

namespace Thimble.Options;

/// <summary>One option of a layer, an optimizer or a schedule: its key, type, range, default and one line of help.</summary>
/// <param name="key">Its key in YAML and JSON: <c>kernel</c>.</param>
/// <param name="help">What it is, in a few words, for docs/experiments.md.</param>
internal abstract class Option(string key, string help)
{
    /// <summary>The longest list that a document may have, of layers or numbers.</summary>
    public const int MostThings = 1000;

    /// <summary>Its key in YAML and JSON.</summary>
    public string Key => key;

    /// <summary>What it is, in a few words.</summary>
    public string Help => help;

    /// <summary>What it is where the document leaves it out; null where it has to be given.</summary>
    public Func<OptionValues, object?>? Default { get; init; }

    /// <summary>The default in words; null for the value itself.</summary>
    public string? DefaultText { get; init; }

    /// <summary>Why a value cannot be used beside the options before it, or null if it can.</summary>
    public Func<object, OptionValues, string?>? Problem { get; init; }

    /// <summary>The range in words; null for what the type says of itself.</summary>
    public string? RangeText { get; init; }

    /// <summary>Whether an empty value in the document means the default, as where that is nothing at all.</summary>
    public bool EmptyIsDefault { get; init; }

    /// <summary>
    /// Whether the default is left out even where defaults are spelled out: for an option that came later, so that what was
    /// recorded before, and searches that go by the text of it, stay as they are.
    /// </summary>
    public bool CameLater { get; init; }

    /// <summary>Whether there is only one value: documents accept it, and leave it out.</summary>
    public virtual bool IsFixed => false;

    /// <summary>The range as docs/experiments.md shows it; empty where there is none, or the help says it.</summary>
    public string RangeInWords => RangeText ?? Range;

    /// <summary>The type's range in words, without the word number.</summary>
    protected virtual string Range => "";

    /// <summary>Reads the value that the document gives.</summary>
    /// <param name="from">The document.</param>
    /// <param name="before">The options read so far, which the range may depend on.</param>
    public abstract object Read(IOptionReader from, OptionValues before);

    /// <summary>Writes a value.</summary>
    public abstract void Write(IOptionWriter to, object value);

    /// <summary>What is wrong with a value, in words, or null if nothing is.</summary>
    /// <param name="value">The value.</param>
    /// <param name="before">The options before it, which the range may depend on.</param>
    public virtual string? Fault(object? value, OptionValues before) => value is null ? null : Problem?.Invoke(value, before);

    /// <summary>The default as docs/experiments.md shows it; empty where the option has to be given.</summary>
    public string DefaultInWords()
    {
        if (Default is null)
            return "";
        if (DefaultText is not null)
            return DefaultText;
        return Default(new OptionValues()) switch
        {
            bool flag => flag ? "true" : "false",
            IFormattable number => number.ToString("#,0.##########", CultureInfo.InvariantCulture),
            var other => $"{other}",
        };
    }
}

/// <summary>A whole number.</summary>
internal sealed class WholeOption(string key, int low, int high, string help) : Option(key, help)
{
    public override bool IsFixed => low == high;

    protected override string Range => string.Create(CultureInfo.InvariantCulture, $"{low:N0} to {high:N0}");

    public override object Read(IOptionReader from, OptionValues before) => from.Whole(Key, low, high);

    public override void Write(IOptionWriter to, object value) => to.Whole(Key, (int)value);

    public override string? Fault(object? value, OptionValues before) =>
        value is int number && (number < low || number > high) ? $"{number} is not a whole number from {low} to {high}" : base.Fault(value, before);
}

/// <summary>Rows and columns, or one number for both.</summary>
internal sealed class SizeOption(string key, int low, Func<OptionValues, Size2d> high, string help) : Option(key, help)
{
    public override object Read(IOptionReader from, OptionValues before) => from.Size(Key, low, high(before));

    public override void Write(IOptionWriter to, object value) => to.Size(Key, (Size2d)value);

    public override string? Fault(object? value, OptionValues before)
    {
        Size2d most = high(before);
        return value is Size2d size && (Math.Min(size.Rows, size.Columns) < low || size.Rows > most.Rows || size.Columns > most.Columns)
            ? $"{size} is not from {low} to {most}"
            : base.Fault(value, before);
    }
}

/// <summary>A number.</summary>
internal sealed class NumberOption(string key, NumberRange range, string help) : Option(key, help)
{
    protected override string Range => range.InWords;

    public override object Read(IOptionReader from, OptionValues before) => from.Number(Key, range);

    public override void Write(IOptionWriter to, object value) => to.Number(Key, (double)value);

    public override string? Fault(object? value, OptionValues before) =>
        value is double number && !range.Contains(number) ? $"{number} is not {range}" : base.Fault(value, before);
}

/// <summary>A number in single precision.</summary>
internal sealed class SingleOption(string key, NumberRange range, string help) : Option(key, help)
{
    protected override string Range => range.InWords;

    public override object Read(IOptionReader from, OptionValues before) => from.Single(Key, range);

    public override void Write(IOptionWriter to, object value) => to.Single(Key, (float)value);

    public override string? Fault(object? value, OptionValues before) =>
        value is float number && !range.Contains(number) ? $"{number} is not {range}" : base.Fault(value, before);
}

/// <summary>True or false.</summary>
internal sealed class FlagOption(string key, string help) : Option(key, help)
{
    public override object Read(IOptionReader from, OptionValues before) => from.Flag(Key);

    public override void Write(IOptionWriter to, object value) => to.Flag(Key, (bool)value);
}

/// <summary>A name of letters, digits, - and _.</summary>
internal sealed class NameOption(string key, string help) : Option(key, help)
{
    /// <summary>The longest name, in characters.</summary>
    public const int Longest = 40;

    /// <summary>What such a name is, in words.</summary>
    public const string InWords = "a name of letters, digits, - and _, of up to 40 characters";

    public override object Read(IOptionReader from, OptionValues before) => from.Name(Key);

    public override void Write(IOptionWriter to, object value) => to.Name(Key, (string)value);

    public override string? Fault(object? value, OptionValues before) =>
        value is string name && !IsName(name) ? $"'{name}' is not {InWords}" : base.Fault(value, before);

    /// <summary>Whether a text is such a name.</summary>
    public static bool IsName(string text) =>
        text.Length is > 0 and <= Longest && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_');
}

/// <summary>A list of whole numbers.</summary>
internal sealed class WholesOption(string key, int low, int high, string help) : Option(key, help)
{
    public override object Read(IOptionReader from, OptionValues before) => from.Wholes(Key, low, high);

    public override void Write(IOptionWriter to, object value) => to.Wholes(Key, (IReadOnlyList<int>)value);

    public override string? Fault(object? value, OptionValues before) =>
        value is IReadOnlyList<int> list && (list.Count is 0 or > MostThings || list.Any(number => number < low || number > high))
            ? $"[{string.Join(", ", list)}] is not a list of 1 to {MostThings} whole numbers from {low} to {high}"
            : base.Fault(value, before);
}

/// <summary>A list of things of several kinds, such as layers.</summary>
internal sealed class ThingsOption<T>(string key, OptionRegistry<T> kinds, string help) : Option(key, help)
    where T : class
{
    public override object Read(IOptionReader from, OptionValues before) => from.Things(Key, kinds);

    public override void Write(IOptionWriter to, object value) => to.Things(Key, kinds, (IReadOnlyList<T>)value);

    public override string? Fault(object? value, OptionValues before) =>
        value switch
        {
            IReadOnlyList<T> { Count: 0 } => $"the list of {kinds.Noun}s is empty; it needs at least one",
            IReadOnlyList<T> { Count: > MostThings } list => $"the list has {list.Count} {kinds.Noun}s; allowed: up to {MostThings}",
            _ => base.Fault(value, before),
        };
}

/// <summary>A thing of one of several kinds, such as an optimizer.</summary>
internal sealed class ThingOption<T>(string key, OptionRegistry<T> kinds, string help) : Option(key, help)
    where T : class
{
    public override object Read(IOptionReader from, OptionValues before) => from.Thing(Key, kinds);

    public override void Write(IOptionWriter to, object value) => to.Thing(Key, kinds, (T)value);

    public override string? Fault(object? value, OptionValues before)
    {
        // A schedule may be a type of the library user's own: it answers for itself.
        if (value is T thing && kinds.Find(thing) is { } schema)
            schema.Check(thing);
        return base.Fault(value, before);
    }
}

/// <summary>A thing of the one kind that there is, such as augmentation: a mapping of its options.</summary>
internal sealed class RecordOption<T>(string key, OptionSchema<T> schema, string help) : Option(key, help)
    where T : class
{
    public override object Read(IOptionReader from, OptionValues before) => from.Record(Key, schema);

    public override void Write(IOptionWriter to, object value) => to.Record(Key, schema, (T)value);

    public override string? Fault(object? value, OptionValues before)
    {
        if (value is T record)
            schema.Check(record);
        return base.Fault(value, before);
    }
}
