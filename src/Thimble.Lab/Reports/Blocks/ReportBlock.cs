namespace Thimble.Lab.Reports.Blocks;

/// <summary>A piece of a report. It holds plain text only: each form of a report escapes all of it in one place.</summary>
internal abstract record ReportBlock;
