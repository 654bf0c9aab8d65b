namespace Thimble.Lab.Reports.Blocks;

/// <summary>A heading.</summary>
/// <param name="Level">1 for the report's title.</param>
/// <param name="Text">The text.</param>
/// <param name="Anchor">A name to point at, of letters, digits and hyphens; null for none.</param>
internal sealed record Heading(int Level, string Text, string? Anchor = null) : ReportBlock;
