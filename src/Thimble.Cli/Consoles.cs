using Spectre.Console;
using Thimble.Cli.Display;

namespace Thimble.Cli;

/// <summary>The two kinds of console that commands write to.</summary>
internal static class Consoles
{
    /// <summary>Wider than any line: a file has no right margin, so nothing is wrapped there.</summary>
    private const int NoMargin = 10_000;

    /// <summary>A terminal, with what it can do found out.</summary>
    public static IAnsiConsole Terminal(TextWriter output, bool hasColours) => Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(output),
        Ansi = AnsiSupport.Detect,
        ColorSystem = hasColours ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        Interactive = InteractionSupport.No,
        Enrichment = NoEnrichment,
    });

    /// <summary>A file, a pipe or a dumb terminal: no control codes, no wrapping.</summary>
    public static IAnsiConsole Plain(TextWriter output)
    {
        IAnsiConsole console = Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Enrichment = NoEnrichment,
        });
        console.Profile.Width = NoMargin;
        return console;
    }

    /// <summary>A console that shows text and obeys none of it.</summary>
    public static IAnsiConsole Create(AnsiConsoleSettings settings)
    {
        IAnsiConsole console = AnsiConsole.Create(settings);
        console.Pipeline.Attach(new VisibleSegments());
        return console;
    }

    /// <summary>Without it Spectre.Console sends control codes into the logs of build servers.</summary>
    private static ProfileEnrichment NoEnrichment => new() { UseDefaultEnrichers = false };
}
