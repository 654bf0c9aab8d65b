namespace Thimble.Diagnosis;

/// <summary>Something that was found out about a network, a recipe or a run, and why it is believed.</summary>
/// <param name="Id">The kind of finding, the same in every version: <c>erasing-bottleneck</c>. A rule may find it several times.</param>
/// <param name="Title">What was found, in one line without a full stop.</param>
/// <param name="Evidence">The figures that it rests on, in words.</param>
/// <param name="Confidence">How certain it is.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Suggestion">What to try; empty if there is nothing to change.</param>
public sealed record Finding(
    string Id, string Title, string Evidence, Confidence Confidence, Severity Severity, string Suggestion = "")
{
    /// <summary>The weightiest first, and of equals the surest; otherwise the order stays.</summary>
    public static IReadOnlyList<Finding> Sorted(IEnumerable<Finding> findings) =>
        [.. findings.OrderBy(finding => finding.Severity).ThenBy(finding => finding.Confidence)];
}

/// <summary>How certain a finding is.</summary>
public enum Confidence
{
    /// <summary>It follows from arithmetic.</summary>
    Certain,

    /// <summary>The figures speak for it and stand clear of the noise.</summary>
    Likely,

    /// <summary>A rule of thumb: worth a try.</summary>
    Possible,
}

/// <summary>How much a finding matters.</summary>
public enum Severity
{
    /// <summary>It keeps the network from what is asked of it.</summary>
    Problem,

    /// <summary>It costs something: accuracy, parameters or time.</summary>
    Weakness,

    /// <summary>Nothing is wrong; it is needed to read the other figures.</summary>
    Note,
}
