using System.Text.Json.Nodes;
using Spectre.Console;
using Thimble.Diagnosis;

namespace Thimble.Cli.Display;

/// <summary>Findings, the weightiest first: drawn on a terminal, a few plain lines each elsewhere, or JSON.</summary>
internal static class FindingsDisplay
{
    /// <summary>Shows them.</summary>
    public static void Show(CommandEnvironment environment, IReadOnlyList<Finding> findings)
    {
        foreach (Finding finding in findings)
        {
            if (environment.IsTerminal)
                Draw(environment.Console, finding);
            else
                Print(environment.Console, finding);
        }

        environment.Console.MarkupLine($"[bold]{Markup.Escape(Counts(findings))}[/]");
    }

    /// <summary>Writes them as a JSON array.</summary>
    public static void WriteJson(TextWriter output, IReadOnlyList<Finding> findings) =>
        output.WriteLine(Json.Text(Json.List(findings, finding => new JsonObject
        {
            ["id"] = finding.Id,
            ["severity"] = Word(finding.Severity),
            ["confidence"] = Word(finding.Confidence),
            ["title"] = finding.Title,
            ["evidence"] = finding.Evidence,
            ["suggestion"] = finding.Suggestion,
        })));

    private static void Draw(IAnsiConsole console, Finding finding)
    {
        bool isUnicode = console.Profile.Capabilities.Unicode;
        (string mark, string colour) = finding.Severity switch
        {
            Severity.Problem => (isUnicode ? "✗" : "x", "red"),
            Severity.Weakness => ("!", "yellow"),
            _ => (isUnicode ? "·" : "-", "grey"),
        };
        Grid grid = new Grid()
            .AddColumn(new GridColumn().NoWrap().PadLeft(0).PadRight(1))
            .AddColumn(new GridColumn().PadLeft(0).PadRight(1))
            .AddRow($"[{colour}]{mark}[/]", $"[bold]{Markup.Escape(finding.Title)}[/] [grey]({Word(finding.Confidence)})[/]")
            .AddRow("", Markup.Escape($"{finding.Evidence}."));
        if (finding.Suggestion.Length > 0)
            grid.AddRow($"[green]{(isUnicode ? "→" : ">")}[/]", Markup.Escape(finding.Suggestion));
        console.Write(grid);
        console.WriteLine();
    }

    private static void Print(IAnsiConsole console, Finding finding)
    {
        console.WriteLine($"{Word(finding.Severity)} ({Word(finding.Confidence)}) {finding.Id}: {finding.Title}");
        console.WriteLine($"  {finding.Evidence}.");
        if (finding.Suggestion.Length > 0)
            console.WriteLine($"  Try: {finding.Suggestion}");
        console.WriteLine();
    }

    private static string Counts(IReadOnlyList<Finding> findings)
    {
        int problems = findings.Count(finding => finding.Severity == Severity.Problem);
        int weaknesses = findings.Count(finding => finding.Severity == Severity.Weakness);
        int notes = findings.Count - problems - weaknesses;
        return $"{Number(problems, "problem", "problems")}, {Number(weaknesses, "weakness", "weaknesses")}, {Number(notes, "note", "notes")}";
    }

    private static string Number(int count, string one, string many) => $"{count} {(count == 1 ? one : many)}";

    private static string Word(Enum value) => $"{value}".ToLowerInvariant();
}
