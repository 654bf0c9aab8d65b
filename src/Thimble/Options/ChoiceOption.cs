namespace Thimble.Options;

/// <summary>One of a few words, each the lower-case name of an enumeration's value.</summary>
/// <typeparam name="T">The enumeration.</typeparam>
internal sealed class ChoiceOption<T> : Option
    where T : struct, Enum
{
    /// <summary>Describes the option.</summary>
    /// <param name="key">Its key in YAML and JSON: <c>border</c>.</param>
    /// <param name="otherwise">What it is where the document leaves it out.</param>
    /// <param name="help">What it is, in a few words, for docs/experiments.md.</param>
    public ChoiceOption(string key, T otherwise, string help)
        : base(key, help)
    {
        Default = _ => otherwise;
        DefaultText = Word(otherwise);
    }

    protected override string Range => string.Join(", ", Enum.GetValues<T>().Select(Word));

    public override object Read(IOptionReader from, OptionValues before)
    {
        string word = from.Name(Key);
        foreach (T value in Enum.GetValues<T>())
        {
            if (Word(value) == word)
                return value;
        }

        throw from.Wrong(Key, $"found '{word}'; allowed: {Range}");
    }

    public override void Write(IOptionWriter to, object value) => to.Name(Key, Word((T)value));

    public override string? Fault(object? value, OptionValues before) =>
        value is T choice && !Enum.IsDefined(choice) ? $"{choice} is not one of {Range}" : base.Fault(value, before);

    private static string Word(T value) => value.ToString().ToLowerInvariant();
}
