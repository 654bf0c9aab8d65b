using Thimble.Lab.Plots;

namespace Thimble.Lab.Reports.Blocks;

/// <summary>Small pictures with captions, as many in a row as there is room for.</summary>
/// <param name="FileName">The name of the file with all of them, beside a report that cannot hold them; without the ending.</param>
/// <param name="Description">What they are, for those who cannot see them.</param>
/// <param name="Pictures">The pictures.</param>
internal sealed record Gallery(string FileName, string Description, IReadOnlyList<CaptionedPicture> Pictures) : ReportBlock;
