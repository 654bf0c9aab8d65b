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

    /// <summary>Whether a character is not seen but obeyed: <see cref="HiddenCharacter"/> without the line feed.</summary>
    public static bool IsHidden(char character) => character != '\n' && HiddenCharacter.Is(character);

    private static char PictureOf(char character) => character switch
    {
        < ' ' => (char)(FirstPicture + character),
        '\u007F' => PictureOfDelete,
        _ => Replacement,
    };
}
