using System.CommandLine;
using System.CommandLine.Parsing;

namespace Thimble.Cli;

/// <summary>Words with nothing in them, as a shell makes of a variable that is not set: no path, name or number is that, for any option or argument.</summary>
internal static class BlankWords
{
    /// <summary>Makes a command and all below it refuse them in one line.</summary>
    public static void Refuse(Command command)
    {
        foreach (Option option in command.Options)
            option.Validators.Add(result => Check(result, option.Name, $"give {option.HelpName ?? "a value"} with it, or leave it out"));
        foreach (Argument argument in command.Arguments)
            argument.Validators.Add(result => Check(result, argument.Name, "give its name or path"));
        foreach (Command below in command.Subcommands)
            Refuse(below);
    }

    private static void Check(SymbolResult result, string name, string advice)
    {
        if (result.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)))
            result.AddError($"{name} is empty; {advice}");
    }
}
