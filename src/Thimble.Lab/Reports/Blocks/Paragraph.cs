namespace Thimble.Lab.Reports.Blocks;

/// <summary>A paragraph.</summary>
/// <param name="Text">The text.</param>
/// <param name="IsNote">Whether it only explains how to read what stands beside it.</param>
internal sealed record Paragraph(string Text, bool IsNote = false) : ReportBlock;
