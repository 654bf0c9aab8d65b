namespace Thimble.Lab.Reports.Blocks;

/// <summary>A table; the first cell of a row is its heading.</summary>
/// <param name="Columns">The columns.</param>
/// <param name="Rows">The rows, each with a cell a column.</param>
internal sealed record Table(IReadOnlyList<Column> Columns, IReadOnlyList<IReadOnlyList<string>> Rows) : ReportBlock;
