using Thimble.Diagnosis;

namespace Thimble.Lab.Reports.Blocks;

/// <summary>What was found out about a run.</summary>
/// <param name="Items">The findings, the weightiest first.</param>
internal sealed record Findings(IReadOnlyList<Finding> Items) : ReportBlock
{
    /// <summary>How much a finding matters, in words.</summary>
    public static string Weight(Finding finding) => finding.Severity switch
    {
        Severity.Problem => "problem",
        Severity.Weakness => "weakness",
        _ => "note",
    };

    /// <summary>How certain a finding is, in words.</summary>
    public static string Sureness(Finding finding) => finding.Confidence switch
    {
        Confidence.Certain => "certain",
        Confidence.Likely => "likely",
        _ => "possible",
    };
}
