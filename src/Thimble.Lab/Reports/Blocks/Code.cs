namespace Thimble.Lab.Reports.Blocks;

/// <summary>Text whose spaces and line ends count: a log, a table of characters, a command.</summary>
/// <param name="Text">The text.</param>
internal sealed record Code(string Text) : ReportBlock;
