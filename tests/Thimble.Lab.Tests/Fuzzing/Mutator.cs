using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Thimble.Lab.Tests.Fuzzing;

/// <summary>What happens to files, and what someone who means harm would write: a few changes to a sound one, drawn from a seed.</summary>
/// <param name="random">The seed of one case.</param>
internal sealed class Mutator(KeyedRandom random)
{
    private static readonly string[] Tokens =
    [
        "", "null", "true", "-1", "0", "1", "2", "10", "255", "1e308", "1e999", "-1e999", "NaN", "0.5", "2147483647", "2147483648", "-2147483648",
        "9223372036854775807", "18446744073709551616", "1e-400", "[]", "{}", "[[[[", "]]]]", "\"\"", "\"\\ud800\"", "\"\\u0000\"", "{\"a\":1,\"a\":1}", "~",
        "\0", "\uFEFF", "\u2028", "\u202E", "\u001B[2J", "\t", "\r", "\n", "\r\n", "\n\n", ":", "- ", "? ", "|", ">", "&a ", "*a", "!!binary ", "%YAML 9\n", "---\n", "...\n", "'", "\"",
        ",", ",,,,", "#", "@", "`", "  ", "1/0", "1/3", "200%", "$x", "../..", "/dev/zero", "99999999999999999999999999999999",
    ];

    private static readonly long[] Numbers =
        [0, 1, 2, 7, 8, 255, 256, 65_535, 65_536, 67_108_864, int.MaxValue, uint.MaxValue, 1L << 40, long.MaxValue, -1, -2, int.MinValue, long.MinValue];

    private int _draw;

    /// <summary>A damaged copy.</summary>
    /// <param name="sound">Sound files of one format; parts of one may get into another.</param>
    /// <param name="isText">Whether words, numbers and lines are changed, besides bytes.</param>
    public byte[] Damage(IReadOnlyList<byte[]> sound, bool isText)
    {
        byte[] bytes = sound[Below(sound.Count)];
        int changes = 1 + Below(Below(4) + 1);
        for (int i = 0; i < changes; i++)
        {
            bytes = isText && Below(4) > 0
                ? Encoding.UTF8.GetBytes(ChangeText(Encoding.UTF8.GetString(bytes)))
                : ChangeBytes(bytes, sound);
        }

        return bytes;
    }

    private byte[] ChangeBytes(byte[] bytes, IReadOnlyList<byte[]> sound)
    {
        int start = Below(bytes.Length + 1);
        int end = Math.Min(bytes.Length, start + 1 + Below(Below(64) + 1));
        byte[] other = sound[Below(sound.Count)];
        int from = Below(other.Length + 1);
        return Below(8) switch
        {
            0 => bytes[..start],
            1 => [.. bytes[..start], .. bytes[end..]],
            2 => [.. bytes[..end], .. bytes[start..]],
            3 => [.. bytes[..start], .. Enumerable.Range(0, Below(9)).Select(_ => (byte)Below(256)), .. bytes[start..]],
            4 => [.. bytes[..start], .. other[from..]],
            5 => Over(bytes, start, Number(Below(2) == 0)),
            6 => Over(bytes, Below(16), Number(Below(2) == 0)),
            _ => Over(bytes, start, [(byte)((start < bytes.Length ? bytes[start] : 0) ^ (1 << Below(8)))]),
        };
    }

    private byte[] Number(bool isBigEndian)
    {
        byte[] number = new byte[8];
        long value = Numbers[Below(Numbers.Length)];
        BinaryPrimitives.WriteInt64LittleEndian(number, value);
        byte[] part = number[..(1 << Below(4))];
        if (isBigEndian)
            Array.Reverse(part);
        return part;
    }

    private static byte[] Over(byte[] bytes, int start, byte[] part)
    {
        byte[] changed = (byte[])bytes.Clone();
        part.AsSpan(0, Math.Clamp(changed.Length - start, 0, part.Length)).CopyTo(changed.AsSpan(Math.Min(start, changed.Length)));
        return changed;
    }

    private string ChangeText(string text)
    {
        string token = Tokens[Below(Tokens.Length)];
        if (Below(3) == 0)
            return ChangeLines(text, token);
        // What belongs together: a word, a number or a piece of punctuation.
        int start = Below(text.Length + 1);
        while (start > 0 && start < text.Length && IsOfOne(text[start - 1], text[start]))
            start--;
        int end = start < text.Length ? start + 1 : start;
        while (end < text.Length && IsOfOne(text[end - 1], text[end]))
            end++;
        string word = text[start..end];
        return Below(5) switch
        {
            0 => text[..start] + token + text[start..],
            1 => text[..start] + text[end..],
            2 => text[..start] + word + word + text[end..],
            3 when double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out _) =>
                text[..start] + Numbers[Below(Numbers.Length)].ToString(CultureInfo.InvariantCulture) + text[end..],
            _ => text[..start] + token + text[end..],
        };
    }

    private string ChangeLines(string text, string token)
    {
        var lines = text.Split('\n').ToList();
        int line = Below(lines.Count);
        int other = Below(lines.Count);
        switch (Below(5))
        {
            case 0: lines.RemoveAt(line); break;
            case 1: lines.Insert(line, lines[other]); break;
            case 2: (lines[line], lines[other]) = (lines[other], lines[line]); break;
            case 3: lines.Insert(line, token); break;
            default: lines[line] = "  " + lines[line]; break;
        }

        return string.Join('\n', lines);
    }

    private static bool IsOfOne(char left, char right) => IsWord(left) && IsWord(right);

    private static bool IsWord(char character) => char.IsLetterOrDigit(character) || character is '_' or '.' or '-' or '+';

    private int Below(int bound) => random.Below(_draw++, bound);
}
