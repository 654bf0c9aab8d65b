namespace Thimble.Lab.Yaml;

/// <summary>The values of a mapping by key. It keeps the mistakes that are found in them, until <see cref="Check"/>.</summary>
/// <param name="owner">The mapping, for errors.</param>
/// <param name="entries">Its values.</param>
/// <param name="unknown">The keys that it may not have.</param>
internal sealed class YamlMap(YamlValue owner, Dictionary<string, YamlValue> entries, IReadOnlyList<UnknownKey>? unknown = null)
{
    private readonly YamlMistakes _mistakes = MistakesOf(unknown ?? []);

    // Their values are wrong, or they are missing, because of another mistake: that one is enough to be told.
    private readonly HashSet<string> _meant = [.. (unknown ?? []).SelectMany(key => key.Meant)];

    /// <summary>The value of a key, or null if the mapping does not have it.</summary>
    public YamlValue? this[string key] => entries.GetValueOrDefault(key);

    /// <summary>The value of a key that must be there.</summary>
    public YamlValue Required(string key) => this[key] ?? throw Missing(key);

    /// <summary>Reads a key that must be there; a mistake is kept, and what is returned must not be used before <see cref="Check"/>.</summary>
    public T Required<T>(string key, Func<YamlValue, T> read) => Try(key, () => read(Required(key)));

    /// <summary>Reads a key that may be left out; a mistake is kept, and what is returned must not be used before <see cref="Check"/>.</summary>
    public T Optional<T>(string key, Func<YamlValue, T> read, T otherwise = default!) =>
        this[key] is { } value ? Try(key, () => read(value)) : otherwise;

    /// <summary>The mistake of a key that is not there.</summary>
    public ExperimentException Missing(string key) => owner.Error($"the key '{key}' is missing; add it");

    /// <summary>A whole number, or its default.</summary>
    public int Integer(string key, int low, int high, int otherwise) => Optional(key, value => value.Integer(low, high), otherwise);

    /// <summary>Yes or no, or its default.</summary>
    public bool Flag(string key, bool otherwise) => Optional(key, value => value.Flag(), otherwise);

    /// <summary>Keeps a mistake of a key.</summary>
    public void Keep(string key, ExperimentException mistake)
    {
        if (!_meant.Contains(key))
            _mistakes.Add(mistake);
    }

    /// <summary>Ends the reading if there was a mistake.</summary>
    /// <exception cref="ExperimentException">There was; it has all of them, in the order of the file.</exception>
    public void Check() => _mistakes.Check();

    private T Try<T>(string key, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (ExperimentException mistake)
        {
            Keep(key, mistake);
            return default!;
        }
    }

    private static YamlMistakes MistakesOf(IReadOnlyList<UnknownKey> unknown)
    {
        var mistakes = new YamlMistakes();
        foreach (UnknownKey key in unknown)
            mistakes.Add(key.Mistake);
        return mistakes;
    }
}

/// <summary>A key that a mapping may not have.</summary>
/// <param name="Mistake">What is wrong with it.</param>
/// <param name="Meant">The keys that are missing or wrong because of it.</param>
internal sealed record UnknownKey(ExperimentException Mistake, params IReadOnlyList<string> Meant);
