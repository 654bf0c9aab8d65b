using System.Text;

namespace Thimble.Cli.Display;

/// <summary>
/// Text in which every character can be seen. Names come from files that others wrote, and a terminal obeys some characters in them:
/// it moves its cursor, changes its title or the order of letters. In their place stand pictures of them, one character each.
/// </summary>
internal static class VisibleText
{
    private const char Replacement = '\uFFFD';
    private const char PictureOfDelete = '\u2421';
    private const int FirstPicture = 0x2400;

    /// <summary>The text, its line breaks kept.</summary>
    public static string Of(string text)
    {
        if (!text.Any(IsHidden))
            return text;
        var visible = new StringBuilder(text);
        for (int i = 0; i < text.Length; i++)
        {
            bool endsLine = text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n';
            if (IsHidden(text[i]) && !endsLine)
                visible[i] = PictureOf(text[i]);
        }

        return visible.ToString();
    }

    /// <summary>The text on one line.</summary>
    public static string OneLine(string text) => Of(text.Replace('\n', (char)(FirstPicture + '\n')));

    /// <summary>
    /// Whether a character is none to be seen but an instruction: controls except the line feed, separators of lines and paragraphs,
    /// and those that turn the direction of writing.
    /// </summary>
    public static bool IsHidden(char character) =>
        (char.IsControl(character) && character != '\n')
        || character is '\u2028' or '\u2029' or '\u061C' or '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    private static char PictureOf(char character) => character switch
    {
        < ' ' => (char)(FirstPicture + character),
        '\u007F' => PictureOfDelete,
        _ => Replacement,
    };
}
