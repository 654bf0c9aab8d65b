namespace Thimble.Lab.Reports.Blocks;

/// <summary>Something that must not be overlooked: a file that is missing, a run that was cut off.</summary>
/// <param name="Text">The text.</param>
internal sealed record Warning(string Text) : ReportBlock;
