namespace Thimble.Lab.Reports.Blocks;

/// <summary>Blocks that only some readers want: closed at first, opened by a click.</summary>
/// <param name="Summary">What is inside, in a few words; always shown.</param>
/// <param name="Blocks">What is inside.</param>
internal sealed record Folded(string Summary, IReadOnlyList<ReportBlock> Blocks) : ReportBlock;
