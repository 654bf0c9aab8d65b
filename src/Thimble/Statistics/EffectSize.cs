namespace Thimble.Statistics;

/// <summary>How much of what varies goes with the group that a figure belongs to.</summary>
internal static class EffectSize
{
    /// <summary>
    /// Returns the fraction of the variance between figures that goes with their groups, 0 to 1: ε² (Kelley, "An unbiased
    /// correlation ratio measure", 1935), which unlike η² is not above 0 by mere chance.
    /// </summary>
    /// <param name="groups">The figures, group by group; no group is empty.</param>
    /// <returns>ε²; null with fewer than two groups, with a single figure in every group, or if all figures are equal.</returns>
    public static double? EpsilonSquared(IReadOnlyList<IReadOnlyList<double>> groups)
    {
        double[] all = [.. groups.SelectMany(group => group)];
        int within = all.Length - groups.Count;
        if (groups.Count < 2 || within < 1)
            return null;
        double mean = all.Average();
        double total = all.Sum(value => (value - mean) * (value - mean));
        double between = groups.Sum(group => group.Count * (group.Average() - mean) * (group.Average() - mean));
        return total <= 0 ? null : Math.Clamp((between - ((groups.Count - 1) * (total - between) / within)) / total, 0, 1);
    }
}
