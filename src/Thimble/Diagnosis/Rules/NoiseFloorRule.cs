using Thimble.Evaluation;

namespace Thimble.Diagnosis.Rules;

/// <summary>How exact an accuracy on so many images is, and whether the verdict stands clear of that.</summary>
internal static class NoiseFloorRule
{
    // Two standard errors: one verdict in twenty as far off would be chance.
    private const double Clear = 2;

    public static IEnumerable<Finding> Find(TrainedRun run)
    {
        EvaluationResult test = run.Final.Evaluated;
        double error = test.StandardError();
        string evidence = $"{Figures.Percent(test.Accuracy)} of {test.Count:N0} images has a standard error of {Figures.Points(error)}, {error * test.Count:0} images";
        if (run.Budget.Accuracy is not { } target)
        {
            yield return new("noise-floor", $"The final accuracy is exact to about ±{Figures.Points(2 * error)}", evidence, Confidence.Certain, Severity.Note);
            yield break;
        }

        double distance = (test.Accuracy - target) / error;
        bool isClear = Math.Abs(distance) >= Clear;
        string side = run.MissesAccuracy ? "missed" : "met";
        yield return new(
            "noise-floor",
            isClear ? $"The accuracy is {side} clear of the noise" : $"The accuracy is {side}, but by less than the noise",
            $"{evidence}; {Figures.Percent(target)} is {Math.Abs(distance):0.0} standard errors {(distance < 0 ? "above" : "below")} it",
            Confidence.Certain,
            isClear ? Severity.Note : Severity.Weakness,
            isClear ? "" : "Repeat with other seeds before believing it either way.");
    }
}
