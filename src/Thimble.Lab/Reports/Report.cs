using System.Text;
using Thimble.Lab.Reports.Blocks;

namespace Thimble.Lab.Reports;

/// <summary>What there is to read about one run, or about several side by side. It is made from their folders alone.</summary>
public sealed class Report
{
    internal const string MarkdownFile = "report.md";
    internal const string HtmlFile = "report.html";
    private readonly MarkdownReport _markdown;

    private Report(string title, IReadOnlyList<ReportBlock> blocks)
    {
        _markdown = MarkdownReport.Of(blocks);
        Html = HtmlReport.Of(title, blocks);
    }

    /// <summary>The report as markdown; it names the files of <see cref="Plots"/>.</summary>
    public string Markdown => _markdown.Text;

    /// <summary>The report as one HTML file that needs nothing else.</summary>
    public string Html { get; }

    /// <summary>The plots of <see cref="Markdown"/> by the name of their file, as SVG.</summary>
    public IReadOnlyDictionary<string, string> Plots => _markdown.Plots;

    /// <summary>The names of the files that <see cref="Write(string)"/> writes.</summary>
    public IEnumerable<string> FileNames => [.. Plots.Keys, MarkdownFile, HtmlFile];

    /// <summary>Makes a report. What is missing in a run's folder is said in it.</summary>
    /// <param name="folders">The runs, at least one.</param>
    /// <exception cref="ArgumentException">There is no run.</exception>
    public static Report Of(params IReadOnlyList<RunFolder> folders)
    {
        if (folders.Count == 0)
            throw new ArgumentException("A report needs at least one run.", nameof(folders));
        ReportRun[] runs = [.. folders.DistinctBy(folder => Path.GetFullPath(folder.Path)).Select(folder => new ReportRun(folder))];
        return runs.Length == 1 ? OfOne(runs[0]) : OfSeveral(runs);
    }

    /// <summary>Makes a report of a group of seeds: what they say together, and a line a seed.</summary>
    /// <param name="group">The group.</param>
    public static Report Of(RecordedGroup group) => new($"{group.Group.Name} – Thimble", [new Heading(1, group.Group.Name), .. GroupChapter.Of(group)]);

    /// <summary>Writes report.md with its plots, and report.html.</summary>
    /// <param name="directory">The folder, which is made if need be; an earlier report in it is replaced, all its files or none.</param>
    /// <exception cref="InvalidInputException">It cannot be written to.</exception>
    public void Write(string directory) => Write(directory, FileSystem.Disk);

    /// <inheritdoc cref="Write(string)"/>
    internal void Write(string directory, FileSystem files)
    {
        try
        {
            files.CreateDirectory(directory);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException(
                $"{directory}: no report can be put here ({exception.Message}); choose another folder", exception)
            {
                Remedy = Remedy.WriteElsewhere,
            };
        }

        IEnumerable<(string Name, string Text)> texts = [.. Plots.Select(plot => (plot.Key, plot.Value)), (MarkdownFile, Markdown), (HtmlFile, Html)];
        AtomicFile.WriteTogether(
            [
                .. texts.Select(file =>
                    (Path.Combine(directory, file.Name), (Action<Stream>)(stream => stream.Write(Encoding.UTF8.GetBytes(file.Text))))),
            ],
            files);
    }

    private static Report OfOne(ReportRun run)
    {
        var chapter = new RunChapter(run, level: 2, prefix: "");
        IReadOnlyList<ReportBlock> sections = chapter.Write();
        return new($"{run.Name} – Thimble", [new Heading(1, run.Name), chapter.Contents, .. sections]);
    }

    private static Report OfSeveral(ReportRun[] runs)
    {
        string title = string.Join(", ", runs.Select(run => run.Name));
        string[] anchors = [.. runs.Select((run, index) => $"{index + 1}-{run.FileName}")];
        var links = new List<(string, string)> { ("Side by side", "side-by-side") };
        links.AddRange(runs.Select((run, index) => (run.Name, anchors[index])));
        List<ReportBlock> blocks = [new Heading(1, title), new Contents(links), .. ComparisonChapter.Of(runs), .. DifferenceSection.Of(runs)];
        for (int i = 0; i < runs.Length; i++)
        {
            var chapter = new RunChapter(runs[i], level: 3, prefix: $"{anchors[i]}-");
            IReadOnlyList<ReportBlock> sections = chapter.Write();
            blocks.AddRange([new Heading(2, runs[i].Name, anchors[i]), chapter.Contents, .. sections]);
        }

        return new($"{title} – Thimble", blocks);
    }
}
