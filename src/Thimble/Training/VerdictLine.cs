namespace Thimble.Training;

/// <summary>One line of a budget, judged.</summary>
/// <param name="Name">What is judged: <c>accuracy</c>, <c>parameters</c> or <c>epochs</c>.</param>
/// <param name="Required">What the budget asks for: <c>under 10,000</c>.</param>
/// <param name="Measured">What was measured: <c>10,224</c>.</param>
/// <param name="Met">Whether it was met.</param>
/// <param name="Remark">By how much it was met or missed, and what else must be known to read the figure.</param>
public sealed record VerdictLine(string Name, string Required, string Measured, bool Met, string Remark)
{
    /// <summary>The line for people: <c>parameters: under 10,000 — 10,224: missed by 225</c>.</summary>
    public override string ToString() => $"{Name}: {Required} — {Measured}: {Remark}";
}
