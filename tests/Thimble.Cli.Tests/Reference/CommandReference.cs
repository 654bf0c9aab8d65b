using System.CommandLine;
using System.Text;
using Thimble.Cli.Tests.Tools;

namespace Thimble.Cli.Tests.Reference;

/// <summary>Every command with its arguments and options, from the tree that the program parses by.</summary>
internal static class CommandReference
{
    /// <summary>Writes the commands as markdown.</summary>
    public static string Write()
    {
        var text = new StringBuilder();
        Command root = CommandLine.CreateRoot(new TestTerminal(width: 0).Environment);
        foreach (Command command in root.Subcommands.Where(command => !command.Hidden).OrderBy(command => command.Name, StringComparer.Ordinal))
            Append(text, command, $"{root.Name} {command.Name}");
        return text.ToString();
    }

    private static void Append(StringBuilder text, Command command, string call)
    {
        string arguments = string.Concat(command.Arguments.Where(argument => !argument.Hidden).Select(argument => $" {InBrackets(argument)}"));
        text.Append($"\n### {call}\n{Escape(command.Description)}\n\n    {call}{arguments} [options]\n\n| argument or option | what it is |\n|---|---|\n");
        foreach (Argument argument in command.Arguments.Where(argument => !argument.Hidden))
            text.Append($"| `{Escape(argument.Name)}` | {Escape(argument.Description)} |\n");
        foreach (Option option in command.Options.Where(option => !option.Hidden && option.Name != "--help").OrderBy(option => option.Name, StringComparer.Ordinal))
        {
            string value = option.ValueType == typeof(bool) ? "" : $" {option.HelpName ?? option.Name.TrimStart('-').ToUpperInvariant()}";
            string others = string.Concat(option.Aliases.Order(StringComparer.Ordinal).Select(alias => $", `{alias}`"));
            text.Append($"| `{Escape(option.Name + value)}`{others} | {Escape(option.Description)}{(option.Required ? " Required." : "")} |\n");
        }

        text.Append("| `--help`, `-h` | Show the help, with examples. |\n");
        foreach (Command inner in command.Subcommands.Where(inner => !inner.Hidden))
            Append(text, inner, $"{call} {inner.Name}");
    }

    private static string InBrackets(Argument argument)
    {
        string name = argument.Arity.MaximumNumberOfValues > 1 ? $"{argument.Name}..." : argument.Name;
        return argument.Arity.MinimumNumberOfValues == 0 ? $"[{name}]" : name;
    }

    private static string Escape(string? text) => (text ?? "").Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
}
