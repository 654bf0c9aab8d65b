using Thimble.Networks;

namespace Thimble.Training;

/// <summary>Whether a run stayed within its budget, line by line.</summary>
/// <param name="Lines">One line for each line that the budget sets.</param>
public sealed record Verdict(IReadOnlyList<VerdictLine> Lines)
{
    /// <summary>Whether every line is met.</summary>
    public bool Met => Lines.All(line => line.Met);

    /// <summary>Judges a run.</summary>
    /// <param name="budget">What was asked.</param>
    /// <param name="definition">The network that was trained.</param>
    /// <param name="result">What the run brought; it may have stopped before its first epoch was over.</param>
    public static Verdict Judge(Budget budget, NetworkDefinition definition, TrainingResult result) =>
        throw new NotSupportedException();
}
