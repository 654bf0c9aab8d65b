namespace Thimble.Lab.Reports.Blocks;

/// <summary>A plot.</summary>
/// <param name="FileName">The name of its file beside a report that cannot hold it, without the ending.</param>
/// <param name="Svg">The plot.</param>
/// <param name="Description">What it shows, for those who cannot see it.</param>
/// <param name="Caption">What stands below it; may be empty.</param>
internal sealed record Figure(string FileName, string Svg, string Description, string Caption = "");
