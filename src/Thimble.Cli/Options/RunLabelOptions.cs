using System.CommandLine;

namespace Thimble.Cli.Options;

/// <summary><c>--note TEXT</c> and <c>--tag NAME</c>: what a run is remembered and found by.</summary>
internal sealed class RunLabelOptions
{
    private const int LongestNote = 1000;
    private const int LongestTag = 64;

    private readonly Option<string?> _note = new("--note") { Description = "A line that is kept with the run and shown by runs and report.", HelpName = "TEXT" };

    private readonly Option<string[]> _tags = CreateTag("A word that is kept with the run, for runs --tag; as often as needed.");

    public RunLabelOptions() => _note.Validators.Add(result =>
    {
        if (result.Tokens is [var note] && (note.Value.Length > LongestNote || note.Value.Any(char.IsControl)))
            result.AddError($"--note is one line of at most {LongestNote:N0} characters, without control characters; shorten it, or leave them out");
    });

    /// <summary>The option for tags.</summary>
    public static Option<string[]> CreateTag(string description)
    {
        var tags = new Option<string[]>("--tag") { Description = description, HelpName = "NAME", Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false };
        tags.Validators.Add(result =>
        {
            foreach (var tag in result.Tokens.Where(tag => tag.Value.Length > LongestTag || !tag.Value.All(letter => char.IsLetterOrDigit(letter) || letter is '-' or '_' or '.')))
                result.AddError($"--tag is '{tag.Value}'; give letters, digits, '-', '_' and '.', at most {LongestTag} of them");
        });
        return tags;
    }

    /// <summary>Both.</summary>
    public IEnumerable<Option> All => [_note, _tags];

    /// <summary>The settings with what was given.</summary>
    public TrainSettings AddTo(TrainSettings settings, ParseResult words) => settings with
    {
        Note = words.GetValue(_note) ?? "",
        Tags = [.. (words.GetValue(_tags) ?? []).Distinct(StringComparer.Ordinal)],
    };
}
