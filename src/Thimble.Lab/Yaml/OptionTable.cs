using System.Text;
using Thimble.Options;

namespace Thimble.Lab.Yaml;

/// <summary>The tables of docs/experiments.md, written by the schemas: a test holds the page to them.</summary>
internal static class OptionTable
{
    /// <summary>A row for each kind: what it does, and its options.</summary>
    /// <param name="kinds">The kinds.</param>
    /// <param name="common">Options that all kinds have and that are described elsewhere.</param>
    public static string Kinds<T>(OptionRegistry<T> kinds, params IReadOnlyList<string> common)
        where T : class
    {
        string besides = common.Count == 0 ? "" : $" besides {string.Join(", ", common.Select(key => $"`{key}`"))}";
        var table = new StringBuilder($"| {kinds.Noun} | what it does | options{besides} |\n|---|---|---|\n");
        foreach (OptionSchema<T> schema in kinds.Schemas)
            table.Append($"| `{schema.Key}` | {schema.Help} | {OptionsOf(schema, common)} |\n");
        return table.ToString();
    }

    /// <summary>A row for each option: what it is, and its default.</summary>
    /// <param name="options">The options.</param>
    public static string Options(IEnumerable<Option> options)
    {
        var table = new StringBuilder("| key | meaning | default |\n|---|---|---|\n");
        foreach (Option option in options)
            table.Append($"| `{option.Key}` | {option.Help}{InBrackets(option.RangeInWords)} | {(option.Default is null ? "required" : option.DefaultInWords())} |\n");
        return table.ToString();
    }

    private static string OptionsOf<T>(OptionSchema<T> schema, IReadOnlyList<string> common)
        where T : class
    {
        Option[] own = [.. schema.Options.Where(option => !option.IsFixed && !common.Contains(option.Key))];
        string options = own.Length == 0 ? "none" : string.Join("; ", own.Select(Describe));
        return schema.Bare is { IsFixed: false } bare ? $"{options}. A bare value is `{bare.Key}`" : options;
    }

    private static string Describe(Option option) =>
        $"`{option.Key}`: {option.Help}{InBrackets(option.RangeInWords, option.Default is null ? "" : $"default {option.DefaultInWords()}")}";

    private static string InBrackets(params IEnumerable<string> notes) =>
        string.Join("; ", notes.Where(note => note.Length > 0)) is { Length: > 0 } text ? $" ({text})" : "";
}
