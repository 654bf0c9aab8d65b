using Thimble.Evaluation;

namespace Thimble.Lab;

/// <summary>Two runs that were evaluated on the same images, compared image by image.</summary>
/// <param name="First">The first run's name.</param>
/// <param name="Second">The second's.</param>
/// <param name="Test">Whether they differ by more than luck.</param>
public sealed record RunPair(string First, string Second, McNemarTest Test)
{
    /// <summary>The level at which a difference is called more than luck: many pairs give luck many chances (Bonferroni).</summary>
    /// <param name="pairs">How many pairs are compared.</param>
    public static double Level(int pairs) => McNemarTest.UsualLevel / Math.Max(1, pairs);

    /// <summary>Every pair of several things, in their order.</summary>
    public static IEnumerable<(T First, T Second)> AllOf<T>(IReadOnlyList<T> items) =>
        from i in Enumerable.Range(0, items.Count)
        from j in Enumerable.Range(i + 1, items.Count - i - 1)
        select (items[i], items[j]);

    /// <summary>How likely luck alone would do as much: <c>p = 0.0312</c>.</summary>
    public string PValue => Test.PValue < 0.0001 ? "p < 0.0001" : $"p = {Test.PValue:0.0000}";

    /// <summary>Which test that is of.</summary>
    public string Method => Test.IsExact ? "exact McNemar test" : $"McNemar test, chi-square {Test.ChiSquare:0.00} with continuity correction";

    /// <summary>What follows from it.</summary>
    /// <param name="level">How small the p-value has to be.</param>
    public string Conclusion(double level) =>
        Test.Discordant == 0 ? "no difference at all: both are right and wrong on the same images"
        : Test.IsMoreThanLuck(level) ? $"more than luck, {(Test.OnlyFirst > Test.OnlySecond ? First : Second)} is better"
        : "luck would explain it, neither is shown to be better";
}
