namespace Thimble.Lab.Yaml;

/// <summary>The values of a mapping by key.</summary>
/// <param name="owner">The mapping, for errors.</param>
/// <param name="entries">Its values.</param>
internal sealed class YamlMap(YamlValue owner, Dictionary<string, YamlValue> entries)
{
    /// <summary>The value of a key, or null if the mapping does not have it.</summary>
    public YamlValue? this[string key] => entries.GetValueOrDefault(key);

    /// <summary>The value of a key that must be there.</summary>
    public YamlValue Required(string key) => this[key] ?? throw Missing(key);

    /// <summary>The mistake of a key that is not there.</summary>
    public ExperimentException Missing(string key) => owner.Error($"the key '{key}' is missing; add it");

    /// <summary>A whole number, or its default.</summary>
    public int Integer(string key, int low, int high, int otherwise) => this[key]?.Integer(low, high) ?? otherwise;

    /// <summary>Yes or no, or its default.</summary>
    public bool Flag(string key, bool otherwise) => this[key]?.Flag() ?? otherwise;
}
