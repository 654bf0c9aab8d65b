using System.Text;
using System.Text.RegularExpressions;

namespace Thimble.Cli.Tests.Tools;

/// <summary>A terminal of a given width, as far as Thimble uses one: what is on its screen after some output.</summary>
internal sealed partial class TerminalScreen(int width)
{
    private readonly List<StringBuilder> _lines = [new()];
    private int _column;

    /// <summary>How often a line ran over the right margin: it would be wrapped there, and never drawn over again.</summary>
    public int Overruns { get; private set; }

    /// <summary>What a person sees, without colours.</summary>
    public string Text => string.Join('\n', _lines.Select(line => line.ToString().TrimEnd())).TrimEnd('\n') + "\n";

    /// <summary>Shows output.</summary>
    public TerminalScreen Show(string output)
    {
        foreach (Match token in Tokens().Matches(output))
            Show(token);
        return this;
    }

    private void Show(Match token)
    {
        switch (token.Value)
        {
            case "\n":
                _lines.Add(new());
                _column = 0;
                break;
            case "\r":
                _column = 0;
                break;
            case "\e[K":
                _lines[^1].Length = Math.Min(_lines[^1].Length, _column);
                break;
            // Colours, and the modes that .NET itself sets when a terminal is opened.
            case ['\e', .., 'm'] or ['\e', '[', '?', ..] or "\e=":
                break;
            case ['\e', ..]:
                throw new NotSupportedException($"The terminal does not know {token.Value[1..]}.");
            default:
                Put(token.Value);
                break;
        }
    }

    private void Put(string text)
    {
        if (_column + text.Length > width)
            Overruns++;
        StringBuilder line = _lines[^1];
        line.Length = Math.Max(line.Length, _column + text.Length);
        for (int i = 0; i < text.Length; i++)
            line[_column++] = text[i];
    }

    [GeneratedRegex(@"\e\[[0-9;?]*[A-Za-z]|\e=|\r|\n|[^\e\r\n]+")]
    private static partial Regex Tokens();
}
