using System.Text.RegularExpressions;

namespace Thimble.Tests;

/// <summary>
/// Words that read as a translation, or that the field calls something else, in names, comments, messages and pages. The message says what to write.
/// </summary>
public sealed class PlainEnglishTests
{
    private static readonly (string Pattern, string Instead)[] Terms =
    [
        (@"\bto be had\b", "available"),
        (@"\bby the way\b", "as a side effect, at no extra cost"),
        (@"\banew\b", "again"),
        (@"\bput off\b", "deferred"),
        (@"\bputs out\b", "outputs, returns, writes"),
        (@"\bgoes (Winograd's|the direct) way\b", "uses Winograd, uses direct convolution"),
        (@"\bgoes on (with|behind)\b", "continues, resumes"),
        (@"\bgo on with\b", "continue, resume"),
        (@"(?<!memory is )(?<!room )\btaken for (a|an|the|[0-9])\b", "predicted as, confused with"),
        (@"\bturned round\b", "flipped"),
        (@"\bmoved images\b", "augmented images"),
        (@"\bcame? to nothing\b", "did not help, has no result"),
        (@"\bof one's own\b", "your own, custom"),
        (@"\bon the way to\b", "towards"),
        (@"\bstands (at|in) the\b", "is at, is in"),
        (@"\bwithout a break\b", "in a row"),
        (@"\bleaves the building\b", "export, deployment"),
        (@"\bmakes it what it was\b", "restores"),
        (@"\bsingly\b", "one image at a time"),
        (@"\bis_one_line\b|_is_one_line\b", "Reports_…_in_one_line"),
    ];

    public static TheoryData<string> Patterns => [.. Terms.Select(term => term.Pattern)];

    [Theory]
    [MemberData(nameof(Patterns))]
    public void Terms_that_read_as_a_translation_are_not_used(string pattern)
    {
        string root = Root();
        string[] found =
        [
            .. from folder in (string[])["src", "tests", "docs", "examples", "experiments", "bench"]
               from file in Directory.EnumerateFiles(Path.Combine(root, folder), "*", SearchOption.AllDirectories)
               where Path.GetExtension(file) is ".cs" or ".md" or ".yaml" or ".py" or ".snap" && !file.EndsWith("PlainEnglishTests.cs", StringComparison.Ordinal)
               from match in Regex.Matches(File.ReadAllText(file), pattern, RegexOptions.IgnoreCase, TimeSpan.FromSeconds(5))
               select $"{Path.GetRelativePath(root, file)}: {match.Value}",
        ];

        Assert.True(found.Length == 0, $"Write: {Terms.Single(term => term.Pattern == pattern).Instead}. Found in {string.Join("; ", found.Take(10))}");
    }

    private static string Root([System.Runtime.CompilerServices.CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));
}
