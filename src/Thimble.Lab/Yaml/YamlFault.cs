namespace Thimble.Lab.Yaml;

/// <summary>
/// Mistakes that a YAML parser blames on another line than the one where they were made: blanks that look like an indentation, and a
/// key that lacks its colon or the space after it, whose words then run on into the next line. A line is to blame if the parser has
/// another complaint, or none, once that line is mended.
/// </summary>
internal static class YamlFault
{
    // Each attempt parses the whole file again, and a file may have any number of tabs.
    private const int MostTried = 20;
    private static readonly string[] LineEnds = ["\r\n", "\n", "\r"];

    /// <summary>The lines of a text, as the parser counts them.</summary>
    public static string[] LinesOf(string text) => text.Split(LineEnds, StringSplitOptions.None);

    /// <summary>The line where the mistake was made, and what it is; null where nothing better is known.</summary>
    /// <param name="text">What could not be parsed.</param>
    /// <param name="line">The line that the parser names, from 1.</param>
    /// <param name="faultOf">What the parser says of a text, and of which line; null if nothing.</param>
    public static (int Line, string Problem)? Find(string text, int line, Func<string, string?> faultOf)
    {
        string[] lines = LinesOf(text);
        string? fault = faultOf(text);
        // The parser names the line where the value began that a tab ended, which may be the first of the file.
        int[] blank = [.. Enumerable.Range(0, lines.Length).Skip(line - 2).Where(index => BlankIn(lines[index]) is not null).Take(MostTried)];
        foreach (int index in blank)
        {
            if (IsToBlame(index, $"  {lines[index].TrimStart()}"))
                return (index + 1, $"{BlankIn(lines[index])} is in the indentation; indent with spaces");
        }

        int before = Array.FindLastIndex(lines[..Math.Min(line - 1, lines.Length)], one => one.Trim() is { Length: > 0 } words && words[0] != '#');
        return before >= 0 && !HasKeyOrItem(lines[before].Trim()) && IsToBlame(before, "")
            ? (before + 1, $"'{YamlText.OneLine(lines[before].Trim())}' is neither a key with its value (key: value) nor an item of a list (- item)")
            : null;

        bool IsToBlame(int index, string mended) =>
            faultOf(string.Join('\n', [.. lines[..index], mended, .. lines[(index + 1)..]])) != fault;
    }

    private static bool HasKeyOrItem(string words) =>
        words.Contains(": ", StringComparison.Ordinal) || words[^1] == ':' || words[0] is '-' or '"' or '\'' or '[' or '{';

    private static string? BlankIn(string line)
    {
        string indentation = line[..^line.AsSpan().TrimStart().Length];
        if (indentation.Length == line.Length)
            return null;
        return indentation.Contains('\t', StringComparison.Ordinal) ? "a tab"
            : indentation.FirstOrDefault(character => character != ' ') is var other and not '\0' ? $"a blank that is no space (U+{(int)other:X4})"
            : null;
    }
}
