using System.Text;

namespace Thimble.Pictures;

/// <summary>
/// Comma-separated text (RFC 4180): fields may be quoted, a quote in a quoted field is doubled, and a quoted field may hold commas and line ends.
/// </summary>
internal static class CsvFields
{
    /// <summary>Reads the lines that are not blank.</summary>
    /// <param name="name">The file, for messages.</param>
    /// <param name="text">Its text.</param>
    /// <returns>The line that each record begins at, and its fields.</returns>
    /// <exception cref="InvalidInputException">A quote is not closed, or something follows a closed one.</exception>
    public static IEnumerable<(int Line, List<string> Fields)> Read(string name, string text)
    {
        int at = 0;
        int line = 1;
        while (at < text.Length)
        {
            int first = line;
            List<string> fields = [];
            do
                fields.Add(text.AsSpan(at).StartsWith("\"") ? Quoted(name, text, ref at, ref line) : Plain(text, ref at));
            while (Skip(text, ref at, ','));
            // Both characters of a Windows line end.
            bool isEnded = at == text.Length || (Skip(text, ref at, '\r') | Skip(text, ref at, '\n'));
            if (!isEnded)
                throw new InvalidInputException($"{name}, line {line}: after a closing quote comes a comma or the end of the line; double the quotes within a field");
            line++;
            if (fields is not [""])
                yield return (first, fields);
        }
    }

    private static bool Skip(string text, ref int at, char character)
    {
        if (at >= text.Length || text[at] != character)
            return false;
        at++;
        return true;
    }

    private static string Plain(string text, ref int at)
    {
        int length = text.AsSpan(at).IndexOfAny(',', '\n', '\r');
        string field = length < 0 ? text[at..] : text.Substring(at, length);
        at += field.Length;
        return field.Trim();
    }

    private static string Quoted(string name, string text, ref int at, ref int line)
    {
        int first = line;
        var field = new StringBuilder();
        while (true)
        {
            int begin = at + 1;
            int end = text.IndexOf('"', begin);
            if (end < 0)
                throw new InvalidInputException($"{name}, line {first}: a quote is opened and not closed; close it");
            field.Append(text, begin, end - begin);
            line += text.AsSpan(begin, end - begin).Count('\n');
            at = end + 1;
            if (at >= text.Length || text[at] != '"')
                return field.ToString();
            field.Append('"');
        }
    }
}
