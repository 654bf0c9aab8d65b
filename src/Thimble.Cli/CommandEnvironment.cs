using System.Text;
using Spectre.Console;
using Thimble.Cli.Display;

namespace Thimble.Cli;

/// <summary>What a command needs from outside: where it writes, the time, where data lies, how it was called.</summary>
internal sealed record CommandEnvironment
{
    /// <summary>Where results go. Characters that a terminal would obey are shown instead, here as in the other two.</summary>
    public required TextWriter Output { get; init => field = VisibleWriter.Over(value); }

    /// <summary>Where errors and warnings go.</summary>
    public required TextWriter Error { get; init => field = VisibleWriter.Over(value); }

    /// <summary>The output with colours and cursor movements, if it takes them.</summary>
    public required IAnsiConsole Console { get; init; }

    /// <summary>Whether the output is a terminal that can be drawn on, and not a file, a pipe or a dumb terminal.</summary>
    public required bool IsTerminal { get; init; }

    /// <summary>How a person calls the program, to be pasted into a shell.</summary>
    public string ProgramCall { get; init; } = "thimble";

    /// <summary>The words that the program was called with.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Whether an unexpected error shows its stack trace.</summary>
    public bool ShowsStackTraces { get; init; }

    /// <summary>What the program loses on this processor because of how it was compiled, in a line; null if nothing.</summary>
    public string? VectorShortfall { get; init; } = VectorWidth.Shortfall;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Opens the standard input, for what is no text.</summary>
    public Func<Stream> OpenInput { get; init; } = () => OpenDescriptor.IsGiven(0) ? System.Console.OpenStandardInput() : Stream.Null;

    /// <summary>Why output was lost, if some of it was that somebody still waits for.</summary>
    public Func<IOException?> LostOutput { get; init; } = () => null;

    /// <summary>Where data sets lie.</summary>
    public required DatasetLocations DataLocations { get; init; }

    /// <summary>The environment of a real process.</summary>
    public static CommandEnvironment OfThisProcess()
    {
        // Windows redirects in an old code page unless told otherwise.
        if (OperatingSystem.IsWindows())
            System.Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var output = ConsoleWriter.Of(1, () => System.Console.Out);
        System.Console.SetOut(output);
        System.Console.SetError(ConsoleWriter.Of(2, () => System.Console.Error));
        bool isDumb = Environment.GetEnvironmentVariable("TERM") == "dumb";
        IAnsiConsole console = Consoles.Terminal(
            System.Console.Out, hasColours: string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")));
        bool isTerminal = !System.Console.IsOutputRedirected && !isDumb && console.Profile.Capabilities.Ansi;
        return new CommandEnvironment
        {
            Output = System.Console.Out,
            Error = System.Console.Error,
            Console = isTerminal ? console : Consoles.Plain(System.Console.Out),
            IsTerminal = isTerminal,
            ProgramCall = ProgramCallOf(Environment.ProcessPath, Directory.GetCurrentDirectory()),
            ShowsStackTraces = Environment.GetEnvironmentVariable("THIMBLE_DEBUG") == "1",
            LostOutput = () => output.Lost,
            DataLocations = DatasetLocations.FromEnvironment(),
        };
    }

    /// <summary>The same with plain lines in place of anything drawn.</summary>
    public CommandEnvironment AsPlain() => this with { Console = Consoles.Plain(Output), IsTerminal = false };

    /// <summary>The same beside files of which one may be the standard output itself: then what else is said goes where errors go.</summary>
    public CommandEnvironment Beside(params IEnumerable<string?> files)
    {
        const int StandardOutput = 1;
        return files.OfType<string>().Any(file => OutputPlace.Of(file).Descriptor == StandardOutput) ? (this with { Output = Error }).AsPlain() : this;
    }

    /// <summary>The same with nothing shown but errors.</summary>
    public CommandEnvironment AsSilent() => (this with { Output = TextWriter.Null }).AsPlain();

    /// <summary>A call of the program, to be pasted into a shell.</summary>
    public string Call(params IEnumerable<string> words) => string.Join(' ', words.Select(ShellWord.Of).Prepend(ProgramCall));

    /// <summary>
    /// A newcomer runs Thimble from its sources, where no <c>thimble</c> is on the path: what is shown has to work there.
    /// </summary>
    private static string ProgramCallOf(string? processPath, string currentFolder)
    {
        bool isInstalled = Path.GetFileNameWithoutExtension(processPath) == "thimble";
        bool isAtSources = File.Exists(Path.Combine(currentFolder, "src", "Thimble.Cli", "Thimble.Cli.csproj"));
        return !isInstalled && isAtSources ? "dotnet run -c Release --project src/Thimble.Cli --" : "thimble";
    }
}
