using System.CommandLine;
using System.Globalization;

namespace Thimble.Cli.Options;

/// <summary>The seeds that an experiment is repeated with: n of them from its own on, or exactly these.</summary>
/// <param name="Count">How many, counted up from the experiment's own seed; null where they are listed.</param>
/// <param name="Listed">Exactly these.</param>
internal sealed record SeedList(int? Count, IReadOnlyList<ulong> Listed)
{
    private const int Most = 1000;

    /// <summary>The option.</summary>
    public static Option<SeedList?> CreateOption() => new("--seeds")
    {
        Description = "Repeat with N seeds from the experiment's own on, or with these: 5, or 1,2,7, or 3-6.",
        HelpName = "N|LIST",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (Parse(text) is { } seeds)
                return seeds;
            result.AddError($"--seeds is '{text}'; give how many (5), a list (1,2,7) or a range (3-6): at most {Most:N0}, each once");
            return null;
        },
    };

    /// <summary>The seeds.</summary>
    /// <param name="first">The experiment's own.</param>
    public IReadOnlyList<ulong> From(ulong first) =>
        Count is { } count ? [.. Enumerable.Range(0, count).Select(i => unchecked(first + (ulong)i))] : Listed;

    private static SeedList? Parse(string text)
    {
        if (Number(text) is { } count)
            return count is >= 1 and <= Most ? new((int)count, []) : null;
        var seeds = new List<ulong>();
        foreach (string part in text.Split(','))
        {
            string[] ends = part.Split('-');
            if (ends.Length > 2 || Number(ends[0]) is not { } low || Number(ends[^1]) is not { } high || high < low || high - low >= Most)
                return null;
            for (ulong i = 0; i <= high - low; i++)
                seeds.Add(low + i);
        }

        return seeds.Count <= Most && seeds.Distinct().Count() == seeds.Count ? new(null, seeds) : null;
    }

    private static ulong? Number(string text) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) ? number : null;
}
