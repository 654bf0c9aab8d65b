namespace Thimble;

/// <summary>Characters that are not seen but obeyed: names come from files that others wrote, and go into lines for people.</summary>
internal static class HiddenCharacter
{
    /// <summary>Whether a character controls a terminal, ends a line or a paragraph, or turns the direction of writing.</summary>
    public static bool Is(char character) => char.IsControl(character)
        || character is '\u2028' or '\u2029' or '\u061C' or '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    /// <summary>A text from a file on one line, without what a terminal would obey.</summary>
    public static string Printable(string text) =>
        string.Concat(text.Select(character => HiddenCharacter.Is(character) ? '?' : character));
}
