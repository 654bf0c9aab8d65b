using System.Globalization;
using System.Text;

namespace Thimble.Export.C;

/// <summary>Texts of a network's own in C: as a name, and inside a comment.</summary>
internal static class CNames
{
    private const string Prefix = "network_";

    /// <summary>Reserved words of C (to C23) and C++ (to C++20), in small letters; not those that are reserved in some places only, such as <c>final</c>.</summary>
    private static readonly HashSet<string> Words =
    [
        .. ("""
            alignas alignof and and_eq asm auto bitand bitor bool break case catch char char8_t char16_t char32_t class compl concept const consteval
            constexpr constinit const_cast continue co_await co_return co_yield decltype default delete do double dynamic_cast else enum explicit
            export extern false float for friend goto if inline int int8_t int16_t int32_t int64_t long mutable namespace new noexcept not not_eq nullptr
            operator or or_eq private protected public register reinterpret_cast requires restrict return short signed sizeof static
            static_assert static_cast struct switch template this thread_local throw true try typedef typeid typename typeof typeof_unqual
            uint8_t uint16_t uint32_t uint64_t union unsigned using virtual void volatile wchar_t while xor xor_eq
            """).Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries),
    ];

    /// <summary>Headers NAME.h of C, POSIX, C++ and Windows: in a folder of includes ours would be read in their place.</summary>
    private static readonly HashSet<string> Headers =
    [
        .. ("""
            assert complex ctype errno fenv float inttypes iso646 limits locale math setjmp signal stdalign stdarg stdatomic stdbit stdbool
            stdckdint stddef stdint stdio stdlib stdnoreturn string tgmath threads time uchar wchar wctype
            aio cpio dirent dlfcn endian fcntl fmtmsg fnmatch ftw getopt glob grp iconv io langinfo libgen libintl malloc memory monetary
            mqueue ndbm netdb nl_types poll pthread pwd regex sched search semaphore spawn strings stropts sysexits syslog tar termios
            ucontext ulimit unistd utime utmpx wordexp
            conio intrin windows
            """).Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries),
    ];

    /// <summary>A text as a name.</summary>
    public static string Of(string text)
    {
        string name = string.Concat(text.ToLowerInvariant().Select(character => char.IsAsciiLetterOrDigit(character) ? character : '_')).Trim('_');
        if (name.Length == 0 || !char.IsAsciiLetter(name[0]))
            return (Prefix + name).TrimEnd('_');
        return UseOf(name) is null ? name : Prefix + name;
    }

    /// <summary>Why a text cannot be a name as it is, with what to do; null if it can.</summary>
    public static string? ProblemOf(string name)
    {
        string instead = Of(name);
        if (instead == name)
            return null;
        return UseOf(name) is { } use
            ? $"{use}; give another, such as {instead}"
            : "give a small letter, then small letters, digits and underscores, the last no underscore";
    }

    /// <summary>A text as a string of C, in UTF-8: bytes that are no plain characters as three octal digits, which end there whatever follows.</summary>
    public static string InQuotes(string text) => $"\"{string.Concat(Encoding.UTF8.GetBytes(text).Select(Quoted))}\"";

    // A question mark may begin a trigraph.
    private static string Quoted(byte one) => one is < 0x20 or > 0x7E or (byte)'"' or (byte)'\\' or (byte)'?'
        ? $"\\{one >> 6}{(one >> 3) & 7}{one & 7}"
        : $"{(char)one}";

    /// <summary>
    /// A text inside a comment, which it cannot end and where no compiler warns of it. Everything that is not shown as itself, such as the end
    /// of a line or a mark that turns the direction of writing, becomes a question mark.
    /// </summary>
    public static string InComment(string text) => string.Concat(text.EnumerateRunes().Select(Shown))
        .Replace("*/", "* /", StringComparison.Ordinal)
        .Replace("/*", "/ *", StringComparison.Ordinal)
        .Replace("??/", "?? /", StringComparison.Ordinal)
        .TrimEnd('\\');

    private static string Shown(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        ? "?"
        : rune.ToString();

    private static string? UseOf(string name) =>
        Words.Contains(name) ? "C or C++ reserves this word"
        : Headers.Contains(name) ? $"{name}.h is a header of the system"
        : name is "con" or "prn" or "aux" or "nul" || IsPort(name) ? "Windows has a device of this name"
        : null;

    private static bool IsPort(string name) =>
        name.Length == 4 && name[..3] is "com" or "lpt" && char.IsAsciiDigit(name[3]);
}
