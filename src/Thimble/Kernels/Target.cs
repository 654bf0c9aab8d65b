namespace Thimble.Kernels;

/// <summary>What a sample is trained towards: its label, or two labels that share it.</summary>
/// <param name="Label">The label that has <paramref name="Share"/>.</param>
/// <param name="Other">The label that has the rest.</param>
/// <param name="Share">From 0 to 1.</param>
internal readonly record struct Target(int Label, int Other, float Share)
{
    /// <summary>One label.</summary>
    public static Target Of(int label) => new(label, label, 1);

    /// <summary>The label with the larger share, the first of equals: what counts as correct.</summary>
    public int Main => Share >= 0.5f ? Label : Other;
}
