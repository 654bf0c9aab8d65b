using System.CommandLine;
using System.CommandLine.Parsing;
using Thimble.Lab;

namespace Thimble.Cli;

/// <summary>Commands and options that are not there, but nearly.</summary>
internal static class MistypedWord
{
    /// <summary>The first word that is no option but nearly one. Where an argument is open the parser takes it for that.</summary>
    /// <param name="words">The words as they were parsed.</param>
    /// <returns>The word, and the option; null if there is none.</returns>
    public static (string Word, string Meant)? Option(ParseResult words)
    {
        string[] options = [.. words.CommandResult.Command.Options.Select(option => option.Name)];
        return words.Tokens
            .TakeWhile(token => token.Type != TokenType.DoubleDash)
            .Where(token => token.Type == TokenType.Argument && token.Value.StartsWith("--", StringComparison.Ordinal))
            .Select(token => Spelling.Nearest(token.Value, options) is { } meant ? (token.Value, meant) : ((string, string)?)null)
            .FirstOrDefault(found => found is not null);
    }

    /// <summary>The command below another that a word nearly is; null if there is none.</summary>
    public static string? Command(Command above, string word) => Spelling.Nearest(word, above.Subcommands.Select(command => command.Name));
}
