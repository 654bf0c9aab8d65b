namespace Thimble.Lab;

/// <summary>A setting of an experiment with another value than its file has.</summary>
/// <param name="Key">
/// The key, from the outermost; an item of a list by its number from 0: <c>recipe.optimizer.sgd.learning_rate</c>, <c>network.0.conv2d.out</c>.
/// </param>
/// <param name="Value">The value as it would stand in the file: <c>0.05</c>, <c>[3, 5]</c>.</param>
public sealed record SettingChange(string Key, string Value)
{
    /// <summary>Where it was said, for errors: what a mistake of a file names the file by.</summary>
    public string Origin { get; init; } = "";

    /// <summary>Whether it changes a setting, or something that the setting is a part of.</summary>
    /// <param name="key">The setting's key.</param>
    internal bool Replaces(string key) => key == Key || key.StartsWith($"{Key}.", StringComparison.Ordinal);

    /// <summary>The key and its value.</summary>
    public override string ToString() => $"{Key}={Value}";
}
