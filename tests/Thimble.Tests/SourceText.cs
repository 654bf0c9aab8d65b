using System.Text;

namespace Thimble.Tests;

/// <summary>A C# file taken apart: its code without comments and strings, and its string literals.</summary>
internal sealed class SourceText
{
    private readonly string _source;
    private readonly StringBuilder _code = new();
    private readonly List<(int Line, string Text)> _literals = [];
    private int _position;

    private SourceText(string source)
    {
        _source = source;
        while (_position < source.Length)
            ReadCode(isHole: false);
    }

    /// <summary>The code; a comment or a literal is a space, but code inside an interpolated string is kept.</summary>
    public string Code => _code.ToString();

    /// <summary>The text of every string literal, and the line it begins on.</summary>
    public IReadOnlyList<(int Line, string Text)> Literals => _literals;

    public static SourceText Of(string source) => new(source);

    private char Current => At(0);

    private char At(int offset) => _position + offset < _source.Length ? _source[_position + offset] : '\0';

    private bool Looks(string text) => string.CompareOrdinal(_source, _position, text, 0, text.Length) == 0;

    // To the end of the file or, in the hole of an interpolated string, to its closing brace or its format.
    private void ReadCode(bool isHole)
    {
        int depth = 0;
        while (_position < _source.Length)
        {
            if (isHole && depth == 0 && (Current == '}' || (Current == ':' && At(1) != ':' && At(-1) != ':')))
                return;
            if (Looks("//"))
                SkipTo("\n");
            else if (Looks("/*"))
                SkipTo("*/");
            else if (Current == '\'')
                SkipCharacter();
            else if (TryReadString())
                _code.Append(' ');
            else
                depth += Append();
        }
    }

    private int Append()
    {
        char character = _source[_position++];
        _code.Append(character);
        return character switch
        {
            '(' or '[' or '{' => 1,
            ')' or ']' or '}' => -1,
            _ => 0,
        };
    }

    private void SkipTo(string end)
    {
        int found = _source.IndexOf(end, _position, StringComparison.Ordinal);
        _position = found < 0 ? _source.Length : found + end.Length;
        _code.Append(end == "\n" ? '\n' : ' ');
    }

    private void SkipCharacter()
    {
        _position += At(1) == '\\' ? 3 : 2;
        while (Current is not ('\'' or '\0'))
            _position++;
        _position++;
        _code.Append(' ');
    }

    private bool TryReadString()
    {
        int prefix = 0;
        while (At(prefix) is '$' or '@')
            prefix++;
        if (At(prefix) != '"')
            return false;
        int dollars = _source.AsSpan(_position, prefix).Count('$');
        bool isVerbatim = prefix > dollars;
        int line = 1 + _source.AsSpan(0, _position).Count('\n');
        _position += prefix;
        int quotes = CountOf('"');
        if (isVerbatim || quotes is 1 or 2)
            quotes = 1;
        _position += quotes;
        _literals.Add((line, ReadLiteral(quotes, dollars, isVerbatim)));
        return true;
    }

    private int CountOf(char character)
    {
        int count = 0;
        while (At(count) == character)
            count++;
        return count;
    }

    private string ReadLiteral(int quotes, int dollars, bool isVerbatim)
    {
        var text = new StringBuilder();
        bool isRaw = quotes > 1;
        while (_position < _source.Length)
        {
            if (Current == '"' && !(isVerbatim && At(1) == '"') && CountOf('"') >= quotes)
            {
                _position += quotes;
                break;
            }

            if (dollars > 0 && Current == '{' && IsHole(isRaw, dollars))
                ReadHole(isRaw ? dollars : 1);
            else
                text.Append(Taken(isRaw, isVerbatim, dollars));
        }

        return text.ToString();
    }

    private bool IsHole(bool isRaw, int dollars) => isRaw ? CountOf('{') >= dollars : At(1) != '{';

    // A quote, a backslash or a brace that is written twice, or after a backslash, is one character that ends nothing.
    private string Taken(bool isRaw, bool isVerbatim, int dollars)
    {
        bool isPair = !isRaw
            && ((!isVerbatim && Current == '\\')
                || (isVerbatim && Current == '"')
                || (dollars > 0 && (Looks("{{") || Looks("}}"))));
        int length = isPair ? 2 : 1;
        string taken = _source.Substring(_position, Math.Min(length, _source.Length - _position));
        _position += length;
        return taken;
    }

    private void ReadHole(int braces)
    {
        _position += braces;
        _code.Append(' ');
        ReadCode(isHole: true);
        while (Current is not ('}' or '\0'))
            _position++;
        _position += braces;
        _code.Append(' ');
    }
}
