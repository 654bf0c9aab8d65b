using System.Text.RegularExpressions;

namespace Thimble.Cli.Tests.Tools;

/// <summary>Hides what differs between machines and runs: folders, times, threads, vectors, and what training brings.</summary>
internal static partial class Mask
{
    /// <summary>Masks a text.</summary>
    public static string Of(string text, TemporaryFolder folder)
    {
        text = text.Replace(folder.Path, "<folder>");
        text = Machine().Replace(text, match => $"{Digits().Replace(match.Groups[1].Value, "#")}, <vectors>");
        text = Outcome().Replace(text, "$1 <outcome>");
        text = MatrixRow().Replace(text, "<row>");
        text = Measured().Replace(text, match => Digits().Replace(match.Value, "#"));
        return text;
    }

    [GeneratedRegex(@"(threads \d+|one thread), (?:no|\d+-bit) vectors")]
    private static partial Regex Machine();

    [GeneratedRegex(@"(  missed  accuracy:|Most confused:).*")]
    private static partial Regex Outcome();

    [GeneratedRegex(@"^\d {3,}.*$", RegexOptions.Multiline)]
    private static partial Regex MatrixRow();

    /// <summary>Lines with what training brought: it may differ in the last bit between processors.</summary>
    [GeneratedRegex(@"^(?:Epoch=|Test set:|Best |Final |Loss |Accuracy |Seed \d+: |Reached |Budget  |On .*standard error).*$", RegexOptions.Multiline)]
    private static partial Regex Measured();

    [GeneratedRegex(@"\d+(?:[.,]\d+)*")]
    private static partial Regex Digits();
}
