namespace Thimble.Bench;

/// <summary>How many times greater one figure is than another, try by try.</summary>
internal static class Ratios
{
    /// <summary>The median ratio with its range, for a table.</summary>
    /// <param name="figures">One figure a try.</param>
    /// <param name="others">The other figure of the same try.</param>
    public static string InWords(IEnumerable<double> figures, IEnumerable<double> others)
    {
        double[] ratios = [.. figures.Zip(others, (one, other) => one / other).Order()];
        return $"{StepTimer.Median(ratios):F2}× ({ratios[0]:F2} to {ratios[^1]:F2})";
    }
}
