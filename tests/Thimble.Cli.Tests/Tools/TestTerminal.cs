using Spectre.Console;

namespace Thimble.Cli.Tests.Tools;

/// <summary>A command's environment whose output can be looked at: a terminal of a given width, or a file.</summary>
internal sealed class TestTerminal
{
    private readonly StringWriter _output = new() { NewLine = "\n" };

    /// <summary>Creates a terminal; a width of 0 makes it a file.</summary>
    public TestTerminal(int width, string dataFolder = "nowhere")
    {
        bool isTerminal = width > 0;
        IAnsiConsole console = isTerminal ? Terminal(_output, width) : Consoles.Plain(_output);
        Environment = new CommandEnvironment
        {
            Output = _output,
            Error = Error,
            Console = console,
            IsTerminal = isTerminal,
            DataLocations = new DatasetLocations(null, dataFolder),
        };
    }

    /// <summary>What a command is given.</summary>
    public CommandEnvironment Environment { get; }

    /// <summary>What went to the error stream.</summary>
    public StringWriter Error { get; } = new() { NewLine = "\n" };

    /// <summary>What went to the output, with all control codes.</summary>
    public string Output => _output.ToString();

    private static IAnsiConsole Terminal(TextWriter output, int width)
    {
        IAnsiConsole console = Consoles.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.TrueColor,
            Interactive = InteractionSupport.No,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        console.Profile.Width = width;
        console.Profile.Capabilities.Unicode = true;
        return console;
    }
}
