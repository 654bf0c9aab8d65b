using Spectre.Console;
using Spectre.Console.Rendering;

namespace Thimble.Cli.Display;

/// <summary>
/// The terminal's last line, drawn over again and again. Each drawing is one write that covers the one before, so
/// nothing flickers; what is drawn has to be shorter than the terminal is wide, so nothing wraps.
/// </summary>
internal sealed class LiveLine(IAnsiConsole console)
{
    private const string ToStart = "\r";
    private const string EraseRest = "\e[K";
    private bool _isDrawn;

    /// <summary>The columns that a drawing may fill. Behind it a terminal echoes Ctrl-C as ^C, which must not wrap.</summary>
    public int Width => Math.Max(10, console.Profile.Width - 3);

    /// <summary>Draws one line of markup.</summary>
    public void Draw(string markup)
    {
        console.Write(new Drawing(markup));
        _isDrawn = true;
    }

    /// <summary>Takes the line away again; the next output starts where it was.</summary>
    public void Clear()
    {
        if (_isDrawn)
            console.Write(new Drawing(""));
        _isDrawn = false;
    }

    private sealed class Drawing(string markup) : Renderable
    {
        protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
        [
            Segment.Control(ToStart),
            .. ((IRenderable)new Markup(markup)).Render(options, maxWidth).Where(segment => !segment.IsLineBreak),
            Segment.Control(EraseRest),
        ];
    }
}
