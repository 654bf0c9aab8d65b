using Thimble.Training;

namespace Thimble.Diagnosis.Rules;

/// <summary>A learning rate far from what is customary for its optimizer.</summary>
internal static class LearningRateRule
{
    public static IEnumerable<Finding> Find(TrainingPlan plan)
    {
        OptimizerOptions optimizer = plan.Recipe.Optimizer;
        bool isNormalized = plan.Network.AllLayers().Any(layer => layer.Traits.Normalizes);
        // With momentum a gradient is followed 1 / (1 − momentum) times as far.
        double momentum = (optimizer as SgdOptions)?.Momentum ?? 0;
        double reach = optimizer.LearningRate / (1 - momentum);
        (double low, double high) = (optimizer, isNormalized) switch
        {
            (AdamOptions, true) => (1e-5, 0.1),
            (AdamOptions, false) => (1e-5, 0.02),
            (_, true) => (0.005, 5.0),
            _ => (0.005, 1.0),
        };
        if (reach > high)
            yield return Odd("high", reach, $"above {high}", "Halve it a few times.");
        if (reach < low)
            yield return Odd("low", reach, $"below {low}", "Raise it by factors of 3 while the loss still falls.");

        Finding Odd(string word, double value, string range, string suggestion) => new(
            $"learning-rate-{word}",
            $"The learning rate is unusually {word}",
            $"A rate of {optimizer.LearningRate:0.######}{(momentum > 0 ? $" and a momentum of {momentum:0.##} reach as far as {value:0.####}" : "")}: {range}, "
            + $"where networks {(isNormalized ? "with" : "without")} batch normalization seldom train well",
            Confidence.Possible,
            Severity.Weakness,
            suggestion);
    }
}
