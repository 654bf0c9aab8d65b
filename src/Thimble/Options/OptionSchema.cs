namespace Thimble.Options;

/// <summary>
/// What a kind of thing (a layer, an optimizer, a schedule) is called and which options it has. One walk over it reads
/// and writes YAML, another the JSON inside a weights file, a third makes the tables in docs/experiments.md, and the
/// thing itself checks its values by it: a range is written down once.
/// </summary>
/// <typeparam name="TBase">The base record: Layer, OptimizerOptions, Schedule.</typeparam>
internal abstract class OptionSchema<TBase>(string key, Type type, string help, IReadOnlyList<Option> options)
    where TBase : class
{
    /// <summary>Its word in YAML: <c>conv2d</c>.</summary>
    public string Key => key;

    /// <summary>The record's name, which is also its kind in a weights file: <c>Conv2d</c>.</summary>
    public string Kind => type.Name;

    /// <summary>The record's type.</summary>
    public Type Type => type;

    /// <summary>What it does, in a few words, for docs/experiments.md.</summary>
    public string Help => help;

    /// <summary>Its options, in the order in which they are read and written.</summary>
    public IReadOnlyList<Option> Options => options;

    /// <summary>The option that a bare value sets, as in <c>linear: 10</c>; null if there is none.</summary>
    public Option? Bare { get; init; }

    /// <summary>The options' keys.</summary>
    public IReadOnlyList<string> Keys => [.. options.Select(option => option.Key)];

    /// <summary>Whether every option may be left out.</summary>
    public bool MayBeEmpty => options.All(option => option.Default is not null);

    /// <summary>Reads the options and makes the thing.</summary>
    public TBase Read(IOptionReader from)
    {
        var values = new OptionValues();
        foreach (Option option in options)
        {
            try
            {
                values[option.Key] = Read(from, option, values);
            }
            catch (Exception mistake) when (mistake is UnreadOptionException || from.Keeps(option.Key, mistake))
            {
                // An option that depends on one that could not be read is not looked at: that one is the mistake.
            }
        }

        from.Check();
        return Create(values);
    }

    /// <summary>Makes the thing with all defaults.</summary>
    public TBase CreateDefault()
    {
        var values = new OptionValues();
        foreach (Option option in options)
            values[option.Key] = option.Default!(values);
        return Create(values);
    }

    /// <summary>Writes the options of a thing of this kind.</summary>
    /// <param name="of">The thing.</param>
    /// <param name="to">The document.</param>
    /// <param name="withDefaults">Whether values that are the default are written too.</param>
    public void Write(TBase of, IOptionWriter to, bool withDefaults)
    {
        OptionValues values = ValuesOf(of);
        foreach (Option option in options)
        {
            object? value = values[option.Key];
            if (value is null || option.IsFixed || ((!withDefaults || option.CameLater) && IsDefault(option, values)))
                continue;
            option.Write(to, value);
        }
    }

    /// <summary>The bare value that stands for all options of a thing, or null if it needs a mapping.</summary>
    public object? BareValueOf(TBase of)
    {
        OptionValues values = ValuesOf(of);
        return Bare is { IsFixed: false } bare && options.All(option => option == bare || IsDefault(option, values)) ? values[bare.Key] : null;
    }

    /// <summary>Checks a thing's values.</summary>
    /// <exception cref="InvalidInputException">One is outside its range; the message names kind, key and range.</exception>
    public void Check(TBase of)
    {
        OptionValues values = ValuesOf(of);
        foreach (Option option in options)
        {
            if (option.Fault(values[option.Key], values) is { } fault)
                throw new InvalidInputException($"{Kind}: {option.Key}: {fault}");
        }
    }

    /// <summary>Makes the thing from values that were read.</summary>
    protected abstract TBase Create(OptionValues values);

    /// <summary>A thing's values.</summary>
    protected abstract OptionValues ValuesOf(TBase of);

    private static object? Read(IOptionReader from, Option option, OptionValues before)
    {
        if (!from.Has(option.Key))
            return option.Default is { } otherwise && from.MayLack(option, before) ? otherwise(before) : throw from.Missing(option.Key);
        object value = option.Read(from, before);
        return option.Problem?.Invoke(value, before) is { } problem ? throw from.Wrong(option.Key, problem) : value;
    }

    private static bool IsDefault(Option option, OptionValues values) =>
        option.Default is { } otherwise && Equals(otherwise(values), values[option.Key]);
}

/// <summary>The schema of one record.</summary>
/// <typeparam name="TBase">The base record.</typeparam>
/// <typeparam name="T">The record.</typeparam>
/// <param name="key">Its word in YAML.</param>
/// <param name="help">What it does, in a few words.</param>
/// <param name="create">Makes the record from values that were read.</param>
/// <param name="options">Its options, each with the way to its value in the record.</param>
internal sealed class OptionSchema<TBase, T>(
    string key, string help, Func<OptionValues, T> create, params IReadOnlyList<(Option Option, Func<T, object?> Value)> options)
    : OptionSchema<TBase>(key, typeof(T), help, [.. options.Select(one => one.Option)])
    where TBase : class
    where T : TBase
{
    protected override TBase Create(OptionValues values) => create(values);

    protected override OptionValues ValuesOf(TBase of)
    {
        var values = new OptionValues();
        foreach ((Option option, Func<T, object?> value) in options)
            values[option.Key] = value((T)of);
        return values;
    }
}
