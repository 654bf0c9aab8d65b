using System.CommandLine;
using Thimble.Lab;

namespace Thimble.Cli.Commands;

/// <summary><c>thimble completion SHELL</c>.</summary>
internal static class CompletionCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(CommandEnvironment environment)
    {
        var shell = new Argument<string>(string.Join('|', CompletionScript.All.Select(script => script.Shell))) { Description = "The shell." };
        var command = new Command("completion", "Print a script that lets a shell complete commands, options, experiments and runs.") { shell };
        HelpWithExamples.AddTo(command, [.. CompletionScript.All.Select(script => script.Use)]);
        command.SetAction(words =>
        {
            string name = words.GetRequiredValue(shell);
            CompletionScript script = CompletionScript.All.FirstOrDefault(one => one.Shell == name) ?? throw NoSuch(name);
            environment.Output.Write(script.Text.ReplaceLineEndings("\n"));
            return ExitCode.Success;
        });
        return command;
    }

    private static InvalidInputException NoSuch(string name)
    {
        string[] shells = [.. CompletionScript.All.Select(script => script.Shell)];
        string hint = Spelling.Nearest(name, shells) is { } nearest ? $"; did you mean '{nearest}'?" : "";
        return new($"completion: there is no script for '{name}'; allowed: {string.Join(", ", shells)}{hint}");
    }
}
