using System.Text;
using Thimble.Cli.Display;

namespace Thimble.Cli;

/// <summary>Words of a command that is shown, so that it can be pasted into a shell.</summary>
internal static class ShellWord
{
    private const string Plain = "-_./:=+,%";

    /// <summary>A word in quotes, if a shell would make anything else of it.</summary>
    public static string Of(string word)
    {
        if (word.Length > 0 && word.All(character => char.IsAsciiLetterOrDigit(character) || Plain.Contains(character)))
            return word;
        if (OperatingSystem.IsWindows())
            return $"\"{word}\"";
        return word.Any(character => character == '\n' || VisibleText.IsHidden(character)) ? InBytes(word) : $"'{word.Replace("'", "'\\''")}'";
    }

    /// <summary>A path, which must not look like an option.</summary>
    public static string OfPath(string path) => path.StartsWith('-') ? Path.Combine(".", path) : path;

    // bash, zsh and ksh read these; there is no other way to paste a character that cannot be shown.
    private static string InBytes(string word) =>
        $"$'{string.Concat(Encoding.UTF8.GetBytes(word).Select(one => one is > 0x1F and < 0x7F and not ((byte)'\'' or (byte)'\\') ? $"{(char)one}" : $"\\x{one:x2}"))}'";
}
