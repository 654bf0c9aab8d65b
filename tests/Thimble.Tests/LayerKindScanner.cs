using System.Text.RegularExpressions;

namespace Thimble.Tests;

/// <summary>Finds layer kinds that C# code names.</summary>
internal static class LayerKindScanner
{
    // Ordinary words, too: a scale is a tensor, and an array is flattened. They count only where a type must be.
    private static readonly string[] Ordinary = ["Linear", "Flatten", "Scale", "Residual", "Dropout"];

    /// <summary>The kinds that a file's code names; comments and strings may say what they like.</summary>
    /// <param name="source">The file's text.</param>
    /// <param name="kinds">Names of layer kinds.</param>
    public static IReadOnlyList<string> KindsIn(string source, IEnumerable<string> kinds)
    {
        string code = SourceText.Of(source).Code;
        return [.. kinds.Where(kind => Ordinary.Contains(kind) ? IsNamedAsType(kind, code) : Regex.IsMatch(code, $@"\b{kind}\b"))];
    }

    private static bool IsNamedAsType(string word, string code) => Regex.IsMatch(
        code,
        $$"""
        \b(?: new | is | or | and | not | case | as | typeof\s*\( | nameof\s*\( )\s* (?<!\w) {{word}}\b
        | < \s* (?: [\w.?]+ \s*,\s* )* {{word}} \s* [?]? \s* [,>]
        | [{,(] \s* {{word}} (?: \s+ [a-z_]\w* )? \s* =>
        | \b{{word}} \s* \{ \s* (?: \} | \w+ (?: \.\w+ )* \s* : )
        | \b{{word}} [?]? \s+ (?! (?: is | as | in | or | and | when | switch | with )\b ) [a-z_]\w* \s* (?: [;,)] | =(?!=) | \bin\b )
        """,
        RegexOptions.IgnorePatternWhitespace);
}
