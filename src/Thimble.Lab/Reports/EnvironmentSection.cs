using Thimble.Lab.Reports.Blocks;

namespace Thimble.Lab.Reports;

/// <summary>Where a run ran, and how to repeat it.</summary>
internal static class EnvironmentSection
{
    private const string NotKnown = "Not known: the environment cannot be read.";

    /// <summary>Where it ran.</summary>
    public static IEnumerable<ReportBlock> Of(ReportRun run)
    {
        if (run.Environment is not { } environment)
            return [new Paragraph(NotKnown)];
        return
        [
            new Table(
                [new("What"), new("Which")],
                [
                    ["Thimble", environment.ThimbleVersion],
                    ["Runtime", environment.Runtime],
                    ["Operating system", environment.OperatingSystem],
                    ["Processor", $"{environment.Processor}, {environment.Cores} logical"],
                    ["Threads", $"{environment.Threads}"],
                    ["Vectors", environment.Vectors],
                    ["Seed", $"{environment.Seed}"],
                    .. environment.Changes.Concat(environment.Replaced ?? []).Select(change => (IReadOnlyList<string>)["Changed setting", change]),
                    .. environment.Note.Length > 0 ? [(IReadOnlyList<string>)["Note", environment.Note]] : Array.Empty<IReadOnlyList<string>>(),
                    .. environment.Tags.Count > 0 ? [(IReadOnlyList<string>)["Tags", string.Join(", ", environment.Tags)]] : Array.Empty<IReadOnlyList<string>>(),
                    ["Started", $"{environment.Started.ToUniversalTime():yyyy-MM-dd HH:mm:ss} UTC"],
                    ["Training images", $"{environment.DataName}, {environment.Train.Images:N0}, sha256 {environment.Train.ContentHash}"],
                    [$"{run.SplitTitle} images", $"{environment.DataName}, {environment.Evaluated.Images:N0}, sha256 {environment.Evaluated.ContentHash}"],
                ]),
        ];
    }

    /// <summary>How to repeat it.</summary>
    public static IEnumerable<ReportBlock> Repeat(ReportRun run)
    {
        if (run.Environment is not { CommandLine.Count: > 0 } environment)
            return [new Paragraph("The command is not known; the run's own experiment.yaml has every setting and can be trained")];
        return
        [
            new Code(string.Join(' ', environment.CommandLine.Select(Quoted).Prepend("thimble"))),
            new Paragraph(
                "The run's own experiment.yaml has every setting spelled out and can be trained as well. The same version, seed and data give the "
                + "same weights to the bit, on any number of threads and with vectors of any width.",
                IsNote: true),
        ];
    }

    // As a shell needs it to take the word as it stands.
    private static string Quoted(string word) =>
        word.Length > 0 && word.All(character => char.IsAsciiLetterOrDigit(character) || "-_=./:,+@%".Contains(character))
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
