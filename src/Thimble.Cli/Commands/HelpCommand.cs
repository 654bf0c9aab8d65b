using System.CommandLine;
using System.CommandLine.Completions;

namespace Thimble.Cli.Commands;

/// <summary><c>thimble help COMMAND</c>: what many programs have beside <c>--help</c>, and people try first.</summary>
internal static class HelpCommand
{
    /// <summary>Creates the command.</summary>
    /// <param name="environment">What it needs from outside.</param>
    /// <param name="root">The command whose commands it explains.</param>
    public static Command Create(CommandEnvironment environment, Command root)
    {
        var name = new Argument<string[]>("COMMAND") { Description = "The command; everything there is without one.", Arity = ArgumentArity.ZeroOrMore };
        name.CompletionSources.Add(_ => root.Subcommands.Select(below => new CompletionItem(below.Name)));
        var command = new Command("help", "Show what a command does, as its --help does.") { name };
        HelpWithExamples.AddTo(
            command,
            [
                "thimble help",
                "thimble help train",
                "thimble help data get",
            ]);
        command.SetAction(words =>
        {
            string[] names = words.GetValue(name) ?? [];
            Command explained = root;
            foreach (string word in names)
                explained = explained.Subcommands.FirstOrDefault(below => below.Name == word) ?? throw NoSuch(explained, word);
            return root.Parse([.. names, "--help"]).Invoke(new InvocationConfiguration { Output = environment.Output, Error = environment.Error });
        });
        return command;
    }

    private static InvalidInputException NoSuch(Command above, string word) => new(
        $"help: there is no command '{word}'; {(MistypedWord.Command(above, word) is { } meant ? $"did you mean '{meant}'? " : "")}"
        + (above.Subcommands.Count == 0 ? $"{above.Name} has none below it" : $"there are {string.Join(", ", above.Subcommands.Select(below => below.Name))}"));
}
