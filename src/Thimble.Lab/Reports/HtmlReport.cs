using System.Text;
using Thimble.Diagnosis;
using Thimble.Lab.Plots;
using Thimble.Lab.Reports.Blocks;
using Thimble.Training;
using Figures = Thimble.Lab.Reports.Blocks.Figures;

namespace Thimble.Lab.Reports;

/// <summary>A report as one HTML file that needs nothing else: no network, no script, no file beside it.</summary>
internal sealed class HtmlReport
{
    private readonly StringBuilder _html = new();

    private HtmlReport()
    {
    }

    /// <summary>Writes a report.</summary>
    /// <param name="title">The page's title.</param>
    /// <param name="blocks">The report.</param>
    public static string Of(string title, IReadOnlyList<ReportBlock> blocks)
    {
        var report = new HtmlReport();
        report.Line("<!doctype html>");
        report.Line("<html lang=\"en\">");
        report.Line("<head>");
        report.Line("<meta charset=\"utf-8\">");
        report.Line("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">");
        report.Line("<meta name=\"generator\" content=\"Thimble\">");
        report.Line($"<title>{Escape(title)}</title>");
        report.Line($"<style>\n{PlotStyle.Variables}{PlotStyle.Rules}{PageStyle.Rules}</style>");
        report.Line("</head>");
        report.Line("<body>");
        report.Line("<main>");
        foreach (ReportBlock block in blocks)
            report.Write(block);
        report.Line("</main>");
        report.Line("</body>");
        report.Line("</html>");
        return report._html.ToString();
    }

    private void Write(ReportBlock block)
    {
        switch (block)
        {
            case Heading heading:
                string anchor = heading.Anchor is { } name ? $" id=\"{Escape(name)}\"" : "";
                Line($"<h{heading.Level}{anchor}>{Escape(heading.Text)}</h{heading.Level}>");
                break;
            case Paragraph paragraph:
                Line($"<p{(paragraph.IsNote ? " class=\"note\"" : "")}>{Escape(paragraph.Text)}</p>");
                break;
            case Warning warning:
                Line($"<p class=\"warning\"><strong>Note:</strong> {Escape(warning.Text)}</p>");
                break;
            case Contents contents:
                WriteContents(contents);
                break;
            case Verdicts verdicts:
                WriteVerdicts(verdicts);
                break;
            case Findings findings:
                WriteFindings(findings);
                break;
            case Table table:
                WriteTable(table);
                break;
            case Code code:
                Line($"<pre tabindex=\"0\">{Escape(code.Text.TrimEnd('\n'))}</pre>");
                break;
            case Figures figures:
                WriteFigures(figures);
                break;
            case Folded folded:
                WriteFolded(folded);
                break;
            case Gallery gallery:
                WriteGallery(gallery);
                break;
            default:
                throw new ArgumentException($"A block of the kind {block.GetType().Name} has no form in HTML.", nameof(block));
        }
    }

    private void WriteContents(Contents contents)
    {
        Line("<nav aria-label=\"Contents\"><ul>");
        foreach ((string text, string anchor) in contents.Links)
            Line($"<li><a href=\"#{Escape(anchor)}\">{Escape(text)}</a></li>");
        Line("</ul></nav>");
    }

    private void WriteVerdicts(Verdicts verdicts)
    {
        Line("<ul class=\"verdict\">");
        foreach (VerdictLine line in verdicts.Lines)
        {
            Line(
                $"<li class=\"{line.Outcome}\"><strong>{Escape(line.Name)}</strong> {Escape(line.Required)}: "
                + $"<b>{Escape(line.Measured)}</b>: {Escape(line.Remark)}</li>");
        }

        Line("</ul>");
    }

    private void WriteFindings(Findings findings)
    {
        Line("<ul class=\"findings\">");
        foreach (Finding finding in findings.Items)
        {
            string weight = Findings.Weight(finding);
            Line($"<li class=\"{weight}\"><strong>{Escape(finding.Title)}</strong> <span class=\"tag\">{weight}, {Findings.Sureness(finding)}</span>");
            if (finding.Evidence.Length > 0)
                Line($"<p>{Escape(finding.Evidence)}</p>");
            if (finding.Suggestion.Length > 0)
                Line($"<p><em>Try:</em> {Escape(finding.Suggestion)}</p>");
            Line("</li>");
        }

        Line("</ul>");
    }

    private void WriteFolded(Folded folded)
    {
        Line($"<details><summary>{Escape(folded.Summary)}</summary>");
        foreach (ReportBlock block in folded.Blocks)
            Write(block);
        Line("</details>");
    }

    private void WriteTable(Table table)
    {
        Line("<div class=\"wide\" tabindex=\"0\"><table>");
        Line($"<thead><tr>{string.Concat(table.Columns.Select(column => $"<th scope=\"col\"{Align(column)}>{Escape(column.Title)}</th>"))}</tr></thead>");
        Line("<tbody>");
        foreach (IReadOnlyList<string> row in table.Rows)
        {
            IEnumerable<string> cells = row.Zip(table.Columns).Select((cell, index) => index == 0
                ? $"<th scope=\"row\"{Align(cell.Second)}>{Escape(cell.First)}</th>"
                : $"<td{Align(cell.Second)}>{Escape(cell.First)}</td>");
            Line($"<tr>{string.Concat(cells)}</tr>");
        }

        Line("</tbody></table></div>");
    }

    private void WriteFigures(Figures figures)
    {
        Line("<div class=\"figures\">");
        foreach (Figure figure in figures.Items)
        {
            string caption = figure.Caption.Length > 0 ? $"<figcaption>{Escape(figure.Caption)}</figcaption>" : "";
            Line($"<figure>{figure.Svg.TrimEnd('\n')}{caption}</figure>");
        }

        Line("</div>");
    }

    private void WriteGallery(Gallery gallery)
    {
        Line("<div class=\"gallery\">");
        foreach (CaptionedPicture picture in gallery.Pictures)
        {
            string caption = string.Join("<br>", picture.Caption.Select(Escape));
            Line(
                $"<figure><img class=\"pixels\" src=\"{picture.DataUri}\" width=\"84\" height=\"84\" "
                + $"alt=\"{Escape(picture.Description)}\"><figcaption>{caption}</figcaption></figure>");
        }

        Line("</div>");
    }

    private static string Align(Column column) => column.IsNumber ? " class=\"number\"" : "";

    private static string Escape(string text) => MarkupText.Escape(text);

    private void Line(string text) => _html.Append(text).Append('\n');
}
