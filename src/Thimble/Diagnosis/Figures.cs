namespace Thimble.Diagnosis;

/// <summary>Figures as findings write them.</summary>
internal static class Figures
{
    /// <summary>A share as a percentage: <c>82.9%</c>.</summary>
    public static string Percent(double share) => $"{100 * share:0.##}%";

    /// <summary>A difference of shares: <c>0.14 points</c>.</summary>
    public static string Points(double difference) => $"{100 * difference:0.00} points";

    /// <summary>A size over many orders of magnitude: <c>3.1e-4</c>.</summary>
    public static string Size(double value) => value == 0 ? "0" : $"{value:0.0e-0}";

    /// <summary>Names in a sentence: <c>a, b and c</c>.</summary>
    public static string Listed(IEnumerable<string> names)
    {
        string[] all = [.. names];
        return all.Length < 2 ? string.Concat(all) : $"{string.Join(", ", all[..^1])} and {all[^1]}";
    }

    /// <summary>A count and its noun: <c>1 channel</c>, <c>3 channels</c>.</summary>
    public static string Count(long count, string noun) => $"{count:N0} {noun}{(count == 1 ? "" : "s")}";
}
