using Thimble.Training;

namespace Thimble.Lab.Reports.Blocks;

/// <summary>A budget, judged line by line.</summary>
/// <param name="Lines">The lines.</param>
internal sealed record Verdicts(IReadOnlyList<VerdictLine> Lines) : ReportBlock;
