using System.Text;

namespace Thimble.Lab.Reports;

/// <summary>Text inside markdown.</summary>
internal static class MarkdownText
{
    /// <summary>Text on one line that shows as it is and can never become markup, wherever in a line it stands.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        string line = OneLine(text);
        for (int i = 0; i < line.Length; i++)
        {
            if (line[i] == '&')
                escaped.Append("&amp;");
            else if (line[i] == '<')
                escaped.Append("&lt;");
            else if (IsMarkup(line, i))
                escaped.Append('\\').Append(line[i]);
            else
                escaped.Append(line[i]);
        }

        return escaped.ToString();
    }

    /// <summary>Text between fences that are longer than any that it holds.</summary>
    public static string Fenced(string text)
    {
        string fence = "```";
        while (text.Contains(fence, StringComparison.Ordinal))
            fence += "`";
        return $"{fence}text\n{text.TrimEnd('\n')}\n{fence}\n";
    }

    private static bool IsMarkup(string line, int index) => line[index] switch
    {
        '\\' or '`' or '*' or '_' or '[' or ']' or '>' or '|' or '~' or '$' => true,
        // These mean something at the start of a line only: headings and lists.
        '#' or '+' or '-' or '=' => index == 0,
        '.' or ')' => index is > 0 and < 10 && line[..index].All(char.IsAsciiDigit) && (index + 1 == line.Length || line[index + 1] == ' '),
        _ => false,
    };

    private static string OneLine(string text) =>
        string.Concat(text.Trim().Select(character => char.IsControl(character) ? ' ' : character));
}
