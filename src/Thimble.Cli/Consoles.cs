using Spectre.Console;

namespace Thimble.Cli;

/// <summary>The two kinds of console that commands write to.</summary>
internal static class Consoles
{
    /// <summary>Wider than any line: a file has no right margin, so nothing is wrapped there.</summary>
    private const int NoMargin = 10_000;

    /// <summary>A terminal, with what it can do found out.</summary>
    public static IAnsiConsole Terminal(TextWriter output, bool hasColours) => AnsiConsole.Create(new AnsiConsoleSettings
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
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
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

    /// <summary>Without it Spectre.Console sends control codes into the logs of build servers.</summary>
    private static ProfileEnrichment NoEnrichment => new() { UseDefaultEnrichers = false };
}
