using Thimble.Lab.Reports.Blocks;

namespace Thimble.Lab.Reports;

/// <summary>Everything about one run, in the order of a lab notebook: what was wanted, what came, why, and all that shows it.</summary>
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
        Section("Target", Text(run.Experiment?.Target, "No target is stated."));
        Section("Why", Text(run.Experiment?.Explanation, "No reason is stated."));
        Section("Result", ResultSection.Of(run));
        Section("Analysis", Analysis());
        Section("Model", Model());
        Section("Training log", Log());
        Section("Curves", Curves());
        WriteMistakes();
        Section("Confidence", ConfidenceSection.Of(run));
        Section("First layer's filters", FilterSection.Of(run, prefix));
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

    private IEnumerable<ReportBlock> Analysis()
    {
        if (run.Findings is null)
            return [new Paragraph("Not made: the run cannot be read.")];
        ReportBlock found = run.Findings.Count == 0 ? new Paragraph("No rule has found anything.") : new Findings(run.Findings);
        return [found, .. run.Final is null ? [] : InsideSection.Of(run, level + 1)];
    }

    private IEnumerable<ReportBlock> Model() => run.Experiment is { } experiment
        ? [new Code(SummaryTable.Render(experiment.Network, wide: true))]
        : [new Paragraph("Not known: the experiment cannot be read.")];

    private IEnumerable<ReportBlock> Log()
    {
        // The verdict's lines stand under Result.
        string[] lines =
        [
            .. run.Log.Where(line =>
                !line.StartsWith("met: ", StringComparison.Ordinal) && !line.StartsWith("open: ", StringComparison.Ordinal) && !line.StartsWith("missed: ", StringComparison.Ordinal)),
        ];
        return lines.Length > 0 ? [new Code(string.Join('\n', lines))] : [new Paragraph("Nothing was logged.")];
    }

    private IEnumerable<ReportBlock> Curves() => run.Epochs.Count > 0
        ?
        [
            new Figures(CurveFigures.Of(run, prefix)),
            new Paragraph(
                "Training figures are means over the epoch, of images as they were trained on: augmented, with dropout, and with weights "
                + "that were still changing. So they can lie below those on images that were not trained on.",
                IsNote: true),
        ]
        : [new Paragraph("No epoch was completed.")];

    private void WriteMistakes()
    {
        var mistakes = new MistakeSections(run, prefix);
        Section("Confusion matrix", mistakes.Confusion());
        Section("Accuracy per class", mistakes.Classes());
        Section("Worst mistakes", mistakes.Worst());
        if (mistakes.Suspects() is { } suspects)
            Section("Labels to check", suspects);
    }
}
