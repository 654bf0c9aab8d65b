using System.CommandLine;
using System.CommandLine.Completions;
using System.Globalization;
using Thimble.Lab;

namespace Thimble.Cli;

/// <summary>What a word on the command line may become: the answer to a shell that completes it, a line each.</summary>
/// <remarks>
/// A shell asks by <c>thimble [suggest:12] "thimble train"</c>: the cursor's place, and the line with the program's word. System.CommandLine has this
/// directive for root commands alone, which are called after the assembly.
/// </remarks>
internal static class CompletedWords
{
    private const string Begin = "[suggest:";

    /// <summary>Gives the arguments and options of a command, and of all below it, what can be known of their values.</summary>
    public static void AddTo(Command command)
    {
        foreach (Argument argument in command.Arguments)
            argument.CompletionSources.Add(_ => Items(argument.Name));
        foreach (Option option in command.Options)
            option.CompletionSources.Add(_ => Items(option.HelpName ?? ""));
        foreach (Command below in command.Subcommands)
            AddTo(below);
    }

    /// <summary>Whether the program was called by a shell that completes a word.</summary>
    public static bool AreAskedFor(IReadOnlyList<string> arguments) =>
        arguments is [var directive, _] && directive.StartsWith(Begin, StringComparison.Ordinal) && directive.EndsWith(']');

    /// <summary>Writes what the word at the cursor may become.</summary>
    /// <param name="root">All commands.</param>
    /// <param name="arguments">The directive and the line.</param>
    /// <param name="output">Where to.</param>
    public static void Write(Command root, IReadOnlyList<string> arguments, TextWriter output)
    {
        string line = arguments[1];
        if (int.TryParse(arguments[0][Begin.Length..^1], NumberStyles.None, CultureInfo.InvariantCulture, out int cursor) && cursor < line.Length)
            line = line[..cursor];
        foreach (string word in Of(root, line))
            output.WriteLine(word);
    }

    /// <summary>What the last word of a line may become, options only where it begins as one.</summary>
    private static IEnumerable<string> Of(Command root, string line)
    {
        string[] program = line.Split(' ', 2, StringSplitOptions.None);
        if (program.Length < 2)
            return [];
        string word = program[1][(program[1].LastIndexOf(' ') + 1)..];
        // After a word that is a mistake nothing is right.
        if (root.Parse(program[1][..^word.Length]).UnmatchedTokens.Count > 0)
            return [];
        return root.Parse(program[1]).GetCompletions(program[1].Length)
            .Select(item => item.Label)
            // A word that a shell would make something else of would have to be quoted in another way for each shell.
            .Where(label => label.StartsWith(word, StringComparison.Ordinal) && ShellWord.Of(label) == label && (label[0] == '-') == word.StartsWith('-'))
            .Distinct();
    }

    // What help calls a value says what it is.
    private static IEnumerable<CompletionItem> Items(string name) => name.Split('|')
        .SelectMany(word => word switch
        {
            "EXPERIMENT" => ExperimentCatalogue.Names,
            "RUN" => RunNames(),
            _ when name.Contains('|', StringComparison.Ordinal) && word.All(char.IsAsciiLetterLower) => [word],
            _ => [],
        })
        .Select(word => new CompletionItem(word));

    private static IEnumerable<string> RunNames()
    {
        try
        {
            string[] names = [.. RunFolder.All().Select(run => run.Name)];
            return [.. names.Select(name => name.Split('/')[0]).Distinct(), .. names];
        }
        catch (InvalidInputException)
        {
            return [];
        }
    }
}
