using Thimble.Statistics;

namespace Thimble.Lab;

/// <summary>Two runs that were evaluated on the same images, compared image by image.</summary>
/// <param name="First">The first run's name.</param>
/// <param name="Second">The second's.</param>
/// <param name="Test">Whether they differ by more than luck.</param>
internal sealed record RunPair(string First, string Second, McNemarTest Test)
{
    /// <summary>The level at which a difference is called more than luck: many pairs give luck many chances (Bonferroni).</summary>
    /// <param name="pairs">How many pairs are compared.</param>
    public static double Level(int pairs) => McNemarTest.UsualLevel / Math.Max(1, pairs);

    /// <summary>
    /// Every pair of runs with predictions of the same images, in their order. Luck has no chance in any other, so
    /// <see cref="Level"/> counts none but these.
    /// </summary>
    /// <param name="runs">The runs that kept predictions.</param>
    public static IReadOnlyList<RunPair> Of(IEnumerable<RunPredictions> runs) =>
    [
        .. from same in runs.GroupBy(run => run.Images).Select(images => images.ToList())
           from i in Enumerable.Range(0, same.Count)
           from j in Enumerable.Range(i + 1, same.Count - i - 1)
           where Labels(same[i]).SequenceEqual(Labels(same[j]))
           select new RunPair(same[i].Run, same[j].Run, Prediction.Compare(same[i].Predictions, same[j].Predictions)),
    ];

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

    // Those of a damaged file may be others.
    private static IEnumerable<int> Labels(RunPredictions run) => run.Predictions.Select(prediction => prediction.Label);
}
