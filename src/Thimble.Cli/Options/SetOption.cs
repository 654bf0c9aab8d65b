using System.CommandLine;
using Thimble.Lab;

namespace Thimble.Cli.Options;

/// <summary><c>--set KEY=VALUE</c>: any setting of an experiment with another value than its file has.</summary>
internal static class SetOption
{
    private const string OptionName = "--set";

    /// <summary>Creates the option.</summary>
    public static Option<string[]> Create()
    {
        var set = new Option<string[]>(OptionName)
        {
            Description = "Change a setting of the experiment, such as recipe.epochs=3 or network.0.conv2d.out=8; as often as needed.",
            HelpName = "KEY=VALUE",
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = false,
        };
        set.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => token.Value.IndexOf('=', StringComparison.Ordinal) is -1 or 0 || token.Value.EndsWith('=')) is { } wrong)
                result.AddError($"{OptionName} is '{wrong.Value}'; give a key and its value, such as recipe.epochs=3");
        });
        return set;
    }

    /// <summary>The changes that the command line gives, in its order.</summary>
    public static IReadOnlyList<SettingChange> Read(ParseResult words, Option<string[]> set) =>
        [.. (words.GetValue(set) ?? []).Select(ChangeOf)];

    private static SettingChange ChangeOf(string word)
    {
        int end = word.IndexOf('=', StringComparison.Ordinal);
        return new(word[..end].Trim(), word[(end + 1)..].Trim()) { Origin = OptionName };
    }
}
