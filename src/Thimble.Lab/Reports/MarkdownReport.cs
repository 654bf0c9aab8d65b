using System.Text;
using Thimble.Diagnosis;
using Thimble.Lab.Plots;
using Thimble.Lab.Reports.Blocks;
using Thimble.Training;
using Figures = Thimble.Lab.Reports.Blocks.Figures;

namespace Thimble.Lab.Reports;

/// <summary>A report as markdown, as GitHub shows it; its plots are files beside it.</summary>
internal sealed class MarkdownReport
{
    private readonly StringBuilder _text = new();
    private readonly Dictionary<string, string> _plots = new(StringComparer.Ordinal);

    private MarkdownReport()
    {
    }

    /// <summary>The text.</summary>
    public string Text => _text.ToString();

    /// <summary>The plots by the name of their file.</summary>
    public IReadOnlyDictionary<string, string> Plots => _plots;

    /// <summary>Writes a report.</summary>
    public static MarkdownReport Of(IReadOnlyList<ReportBlock> blocks)
    {
        var report = new MarkdownReport();
        foreach (ReportBlock block in blocks)
        {
            if (report._text.Length > 0)
                report._text.Append('\n');
            report.Write(block);
        }

        return report;
    }

    private void Write(ReportBlock block)
    {
        switch (block)
        {
            case Heading heading:
                WriteHeading(heading);
                break;
            case Paragraph paragraph:
                Line(Escape(paragraph.Text));
                break;
            case Warning warning:
                Line($"> **Note:** {Escape(warning.Text)}");
                break;
            case Contents contents:
                WriteList(contents.Links.Select(link => $"[{Escape(link.Text)}](#{link.Anchor})"));
                break;
            case Verdicts verdicts:
                WriteList(verdicts.Lines.Select(Verdict));
                break;
            case Findings findings:
                WriteFindings(findings);
                break;
            case Table table:
                WriteTable(table);
                break;
            case Code code:
                _text.Append(MarkdownText.Fenced(code.Text));
                break;
            case Figures figures:
                WriteFigures(figures);
                break;
            case Folded folded:
                WriteFolded(folded);
                break;
            case Gallery gallery:
                WritePlot(gallery.FileName, gallery.Description, new PictureSheet(gallery.Description, gallery.Pictures).Render());
                break;
            default:
                throw new ArgumentException($"A block of the kind {block.GetType().Name} has no form in markdown.", nameof(block));
        }
    }

    private void WriteHeading(Heading heading)
    {
        // GitHub gives a heading an anchor of its own, of its words.
        if (heading.Anchor is { } anchor && anchor != OwnAnchor(heading.Text))
            Line($"<a id=\"{anchor}\"></a>\n");
        Line($"{new string('#', heading.Level)} {Escape(heading.Text)}");
    }

    private void WriteFindings(Findings findings)
    {
        foreach (Finding finding in findings.Items)
        {
            string[] lines =
            [
                $"- **{Escape(finding.Title)}** ({Findings.Weight(finding)}, {Findings.Sureness(finding)})",
                .. finding.Evidence.Length > 0 ? [$"  {Escape(finding.Evidence)}"] : Array.Empty<string>(),
                .. finding.Suggestion.Length > 0 ? [$"  *Try:* {Escape(finding.Suggestion)}"] : Array.Empty<string>(),
            ];
            // A backslash at its end keeps a line's end.
            Line(string.Join("\\\n", lines));
        }
    }

    // GitHub shows markdown inside an element where an empty line parts the two.
    private void WriteFolded(Folded folded)
    {
        Line($"<details><summary>{MarkupText.Escape(folded.Summary)}</summary>");
        foreach (ReportBlock block in folded.Blocks)
        {
            Line("");
            Write(block);
        }

        Line("\n</details>");
    }

    private void WriteTable(Table table)
    {
        Line($"| {string.Join(" | ", table.Columns.Select(column => Escape(column.Title)))} |");
        Line($"|{string.Join('|', table.Columns.Select(column => column.IsNumber ? "---:" : "---"))}|");
        foreach (IReadOnlyList<string> row in table.Rows)
            Line($"| {string.Join(" | ", row.Select(Escape))} |");
    }

    private void WriteFigures(Figures figures)
    {
        for (int i = 0; i < figures.Items.Count; i++)
        {
            Figure figure = figures.Items[i];
            if (i > 0)
                Line("");
            WritePlot(figure.FileName, figure.Description, figure.Svg);
            if (figure.Caption.Length > 0)
                Line($"\n{Escape(figure.Caption)}");
        }
    }

    private void WritePlot(string name, string description, string svg)
    {
        _plots[$"{name}.svg"] = PlotStyle.AsFile(svg);
        Line($"![{Escape(description)}]({name}.svg)");
    }

    private void WriteList(IEnumerable<string> items)
    {
        foreach (string item in items)
            Line($"- {item}");
    }

    private static string Verdict(VerdictLine line) =>
        $"{(line.IsOpen ? "?" : line.Met ? "✓" : "✗")} **{Escape(line.Name)}** {Escape(line.Required)}: {Escape(line.Measured)}: {Escape(line.Remark)}";

    private static string OwnAnchor(string text) =>
        string.Concat(text.ToLowerInvariant().Replace(' ', '-').Where(character => char.IsLetterOrDigit(character) || character is '-' or '_'));

    private static string Escape(string text) => MarkdownText.Escape(text);

    private void Line(string text) => _text.Append(text).Append('\n');
}
