using Thimble.Diagnosis;
using Thimble.Lab.Reports.Blocks;
using Figures = Thimble.Lab.Reports.Blocks.Figures;

namespace Thimble.Lab.Reports;

/// <summary>Everything about one run: first the verdict with its pictures, then what to do about it, what the network is and costs, and what the figures rest on.</summary>
/// <param name="run">The run.</param>
/// <param name="level">The level of the sections' headings.</param>
/// <param name="prefix">What the names of its anchors and plots begin with; empty where there is only one run.</param>
internal sealed class RunChapter(ReportRun run, int level, string prefix)
{
    private readonly List<ReportBlock> _blocks = [];
    private readonly List<(string Text, string Anchor)> _links = [];

    /// <summary>Links to the sections.</summary>
    public Contents Contents => new(_links);

    /// <summary>Writes the sections.</summary>
    public IReadOnlyList<ReportBlock> Write()
    {
        foreach (string problem in run.Missing)
            _blocks.Add(new Warning($"{problem}."));
        var mistakes = new MistakeSections(run, prefix);
        Section("Result", [.. Lead(), .. ResultSection.Verdict(run), .. Pictures(mistakes), .. ResultSection.Of(run)]);
        Section("Analysis", Analysis());
        Section("Model card", ModelCardSection.Of(run));
        Section("Model", ModelSection.Of(run, prefix));
        Section("Accuracy per class", mistakes.Classes());
        Section("Worst mistakes", mistakes.Worst());
        if (mistakes.Suspects() is { } suspects)
            Section("Labels to check", suspects);
        Section("Confidence", ConfidenceSection.Of(run));
        Section("First layer's filters", FilterSection.Of(run, prefix));
        Section("Why", Text(run.Experiment?.Explanation, "No reason is stated."));
        Section("Training log", Log());
        Section("Environment", EnvironmentSection.Of(run));
        Section("Repeat it", EnvironmentSection.Repeat(run));
        return _blocks;
    }

    private void Section(string title, IEnumerable<ReportBlock> blocks)
    {
        string anchor = prefix + title.ToLowerInvariant().Replace(' ', '-').Replace("'", "", StringComparison.Ordinal);
        _blocks.Add(new Heading(level, title, anchor));
        _links.Add((title, anchor));
        _blocks.AddRange(blocks);
    }

    // Empty lines part paragraphs; other line ends are only where the author's window ended.
    private static IEnumerable<ReportBlock> Text(string? text, string nothing)
    {
        if (text is null)
            return [new Paragraph("Not known: the experiment cannot be read.")];
        string[] paragraphs = [.. text.Split("\n\n").Select(part => part.Trim()).Where(part => part.Length > 0)];
        return paragraphs.DefaultIfEmpty(nothing).Select(part => new Paragraph(part));
    }

    private IEnumerable<ReportBlock> Lead() => run.Experiment is { Target.Length: > 0 } experiment ? Text($"Target: {experiment.Target}", "") : [];

    // What is wrong is read first; what is only needed to read other figures is a click away.
    private IEnumerable<ReportBlock> Analysis()
    {
        if (run.Findings is null)
            return [new Paragraph("Not made: the run cannot be read.")];
        Finding[] weighty = [.. run.Findings.Where(finding => finding.Severity != Severity.Note)];
        Finding[] notes = [.. run.Findings.Where(finding => finding.Severity == Severity.Note)];
        ReportBlock found = weighty.Length == 0 ? new Paragraph("No rule has found a problem or a weakness.") : new Findings(weighty);
        return
        [
            found,
            .. notes.Length == 0 ? Array.Empty<ReportBlock>() : [new Folded(Counted(notes.Length, "note"), [new Findings(notes)])],
            .. run.Final is null ? Array.Empty<ReportBlock>() : [new Folded("Inside the trained network", [.. InsideSection.Of(run)])],
        ];
    }

    private static string Counted(int count, string noun) => Diagnosis.Figures.Count(count, noun);

    private IEnumerable<ReportBlock> Log()
    {
        // The verdict's lines are under Result.
        string[] lines =
        [
            .. run.Log.Where(line =>
                !line.StartsWith("met: ", StringComparison.Ordinal) && !line.StartsWith("open: ", StringComparison.Ordinal) && !line.StartsWith("missed: ", StringComparison.Ordinal)),
        ];
        return lines.Length > 0 ? [new Folded(Counted(lines.Length, "line"), [new Code(string.Join('\n', lines))])] : [new Paragraph("Nothing was logged.")];
    }

    private IEnumerable<ReportBlock> Pictures(MistakeSections mistakes)
    {
        Figure[] figures = [.. run.Epochs.Count > 0 ? CurveFigures.Of(run, prefix) : [], .. mistakes.Confusion() is { } confusion ? [confusion] : Array.Empty<Figure>()];
        if (figures.Length > 0)
            yield return new Figures(figures);
        if (run.Epochs.Count > 0)
        {
            yield return new Paragraph(
                "Training figures are means over the epoch, of images as they were trained on: augmented, with dropout, and with weights "
                + "that were still changing. So they can be below those on images that were not trained on.",
                IsNote: true);
        }
    }
}
