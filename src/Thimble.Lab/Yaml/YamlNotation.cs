using System.Globalization;
using Thimble.Options;

namespace Thimble.Lab.Yaml;

/// <summary>
/// What to write instead of a value that a person, or another reader of YAML, takes for what is allowed: "found '1e3'; allowed: a
/// whole number from 1 to 100000" would contradict itself. Each is a piece to put after what is allowed; empty where there is nothing
/// to say.
/// </summary>
internal static class YamlNotation
{
    private const string DecimalPoint = ", in digits with a decimal point, such as 0.05 or 5e-2";

    /// <summary>Of a whole number: 1e3, 0x10, 1_000, 2.0.</summary>
    public static string OfWhole(string text)
    {
        bool isBroken = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && !double.IsInteger(number);
        return isBroken || !text.Any(char.IsDigit) || text.TrimStart('-').All(char.IsAsciiDigit) ? "" : ", in digits alone";
    }

    /// <summary>Of a number: 0,1, 0x1, 10%, and what single precision does not hold.</summary>
    public static string OfNumber(string text, NumberRange range)
    {
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
            return text.Any(char.IsDigit) ? DecimalPoint : "";
        return range.Contains(Math.CopySign(1, number)) && Math.Abs(number) is > float.MaxValue or (> 0 and < float.Epsilon)
            ? $", of a magnitude between {float.Epsilon:0e-0} and {float.MaxValue:0e0}"
            : "";
    }

    /// <summary>Of a share: 99,4%, 99.4 %, 1e-1.</summary>
    public static string OfShare(string text) =>
        text.Any(char.IsDigit) && !decimal.TryParse(text.TrimEnd('%'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _)
            ? ", in digits with a decimal point and nothing between"
            : "";

    /// <summary>Of a number of bytes: 2,5 kB, 2 KB, 2k, 0.5.</summary>
    public static string OfBytes(string text) => text.Any(char.IsDigit) ? ", in whole bytes; a kB is 1,000 of them and a KiB 1,024" : "";

    /// <summary>Of true and false: True, FALSE.</summary>
    public static string OfFlag(string text) =>
        text.ToLowerInvariant() is "true" or "false" ? ", in small letters" : "";

    /// <summary>Of a list: 1, 28, 28 or (1, 28, 28).</summary>
    public static string OfList(string text) => text.Contains(',', StringComparison.Ordinal) ? ", in square brackets" : "";

    /// <summary>Of a key in braces, where a comma ends a value and a colon needs a space: {rate: 0,1} or {out:10}.</summary>
    /// <param name="key">The key.</param>
    /// <param name="allowed">The keys that there may be.</param>
    /// <param name="known">The one of them that was meant, if it is one.</param>
    public static string OfKey(string key, IReadOnlyList<string> allowed, out string? known)
    {
        known = allowed.FirstOrDefault(one => key.StartsWith($"{one}:", StringComparison.Ordinal));
        if (known is not null)
            return $"; write a space after the colon: '{known}: {YamlText.OneLine(key[(known.Length + 1)..])}'";
        return key.Length > 0 && char.IsAsciiDigit(key[0]) ? "; a comma in braces ends a value: decimals have a point, and lists square brackets" : "";
    }
}
