using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Thimble.Cli;

/// <summary>The usual help, followed by calls that work.</summary>
internal sealed class HelpWithExamples(IReadOnlyList<string> examples, string? note) : SynchronousCommandLineAction
{
    private readonly HelpAction _help = new();

    /// <summary>Help is no mistake, whatever else the line says.</summary>
    public override bool ClearsParseErrors => true;

    /// <summary>Gives a command its <c>--help</c>.</summary>
    /// <param name="command">The command.</param>
    /// <param name="examples">Calls that work, a line each.</param>
    /// <param name="note">What else there is to know, below the examples.</param>
    public static void AddTo(Command command, IReadOnlyList<string> examples, string? note = null) =>
        command.Options.Add(new HelpOption("--help", "-h", "-?") { Action = new HelpWithExamples(examples, note) });

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        int code = _help.Invoke(parseResult);
        TextWriter output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (string example in examples)
            output.WriteLine($"  {example}");
        if (note is not null)
            output.WriteLine($"\n{note}");
        return code;
    }
}
