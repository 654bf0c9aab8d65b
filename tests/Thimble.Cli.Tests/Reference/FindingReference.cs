using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Thimble.Diagnosis;

namespace Thimble.Cli.Tests.Reference;

/// <summary>Every rule that is registered, with the findings that it may report, from its source: the compiler keeps neither comments nor ids.</summary>
internal static partial class FindingReference
{
    /// <summary>Writes the rules as markdown.</summary>
    /// <param name="root">The root of the checkout.</param>
    public static string Write(string root)
    {
        var text = new StringBuilder("\n| finding | what it reports | when |\n|---|---|---|\n");
        Append(text, root, NetworkDiagnosis.Rules.Select(rule => rule.Method), "as soon as it is known");
        Append(text, root, RunDiagnosis.RulesOfAnyRun.Concat(RunDiagnosis.Rules).Select(rule => rule.Method), "after training");
        return text.ToString();
    }

    private static void Append(StringBuilder text, string root, IEnumerable<MethodInfo> rules, string when)
    {
        foreach (MethodInfo rule in rules)
        {
            string source = File.ReadAllText(Path.Combine(root, "src", "Thimble", "Diagnosis", "Rules", $"{rule.DeclaringType!.Name}.cs"));
            Match head = Head(rule.Name).Match(source);
            Assert.True(head.Success, $"{rule.DeclaringType.Name}.{rule.Name} has no summary");
            string[] ids = [.. IdsOf(rule.Name, source).Distinct()];
            Assert.True(ids.Length > 0, $"{rule.DeclaringType.Name}.{rule.Name} reports no finding by name");
            text.Append($"| {string.Join(", ", ids.Select(id => $"`{id}`"))} | {OneLine(head.Groups["summary"].Value)} | {when} |\n");
        }
    }

    // The ids in a rule and in the methods of its file that it calls.
    private static IEnumerable<string> IdsOf(string rule, string source)
    {
        ILookup<string, string> methods = MethodStart().Split(source).Where(part => Name().IsMatch(part)).ToLookup(part => Name().Match(part).Groups["name"].Value);
        List<string> reached = [rule];
        for (int i = 0; i < reached.Count; i++)
        {
            string body = string.Concat(methods[reached[i]]);
            foreach (Match id in Ids().Matches(body))
                yield return id.Groups["id"].Value;
            reached.AddRange(methods.Where(method => !method.Any(part => part.StartsWith("public", StringComparison.Ordinal))).Select(method => method.Key).Where(name => !reached.Contains(name) && Regex.IsMatch(body, $@"\b{name}[()]", RegexOptions.None, TimeSpan.FromSeconds(1))));
        }
    }

    private static string OneLine(string summary) => string.Join(' ', summary.Replace("///", "", StringComparison.Ordinal).Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)).Replace("|", "\\|", StringComparison.Ordinal);

    private static Regex Head(string method) =>
        new($@"/// <summary>(?<summary>[^<]*)</summary>\n(\s*///[^\n]*\n)*\s*\[TestedBy\([^\n]*\n\s*public static IEnumerable<Finding> {method}\(", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    [GeneratedRegex(@"\n    (?=(public|private) static )", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MethodStart();

    [GeneratedRegex(@"^(public|private) static [^\n(=]*?(?<name>\w+)\(", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();

    [GeneratedRegex(@"""(?<id>[a-z]+(-[a-z]+)+)""|new(\s+Finding)?\(\s*""(?<id>[a-z]+)"",", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Ids();
}
