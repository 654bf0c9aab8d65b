using Thimble.Statistics;

namespace Thimble.Diagnosis.Rules;

/// <summary>Whether the last epochs still brought anything.</summary>
internal static class PlateauRule
{
    private const int Fewest = 4;
    private const double WorthSaying = 0.5;

    public static IEnumerable<Finding> Find(TrainedRun run)
    {
        int count = Math.Max(Fewest, run.Epochs.Count / 3);
        if (run.Epochs.Count < count + 1)
            yield break;
        var trend = Trend.Of(run.LastAccuracies(count));
        // A rise of an image or two may be steady, but brings next to nothing.
        double rise = trend.Slope * (count - 1);
        bool isWorthSaying = rise > WorthSaying * run.Final.Evaluated.StandardError();
        string evidence = $"Over the last {count} epochs the test accuracy changes by {100 * trend.Slope:+0.000;-0.000} points an epoch "
            + $"(standard error {100 * trend.SlopeError:0.000})";
        Severity severity = run.MissesAccuracy ? Severity.Weakness : Severity.Note;
        if (trend.Rises && isWorthSaying)
        {
            yield return new(
                "still-improving", "The run ended while it was still improving", evidence, Confidence.Likely, severity,
                run.MissesAccuracy ? "Train longer, or with a higher learning rate early on." : "");
        }
        else
        {
            string title = trend.Rises
                ? $"Over the last {count} epochs the accuracy rises by less than half a standard error"
                : $"The last {count} epochs brought nothing that can be told from noise";
            yield return new(
                "plateau", title, evidence, Confidence.Likely, severity,
                run.MissesAccuracy ? "More epochs of the same will not help: lower the learning rate, or change the network." : "");
        }
    }
}
