namespace Thimble.Lab.Reports.Blocks;

/// <summary>Links to headings of the same report.</summary>
/// <param name="Links">Text and anchor of each.</param>
internal sealed record Contents(IReadOnlyList<(string Text, string Anchor)> Links) : ReportBlock;
