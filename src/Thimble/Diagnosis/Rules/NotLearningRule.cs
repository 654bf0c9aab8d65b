namespace Thimble.Diagnosis.Rules;

/// <summary>A run that ends about where guessing would.</summary>
internal static class NotLearningRule
{
    public static IEnumerable<Finding> Find(TrainedRun run)
    {
        double guess = 1.0 / run.Network.ClassCount;
        if (run.Final.Evaluated.Accuracy < 1.5 * guess && run.Final.Training.Accuracy < 1.5 * guess)
        {
            yield return new(
                "not-learning", "The network has learned next to nothing",
                $"{Figures.Percent(run.Final.Evaluated.Accuracy)} of the test images and "
                + $"{Figures.Percent(run.Final.Training.Accuracy)} of the training images; guessing finds {Figures.Percent(guess)}",
                Confidence.Likely, Severity.Problem,
                "Change the learning rate by factors of 10 either way; without normalization, add it.");
        }
    }
}
