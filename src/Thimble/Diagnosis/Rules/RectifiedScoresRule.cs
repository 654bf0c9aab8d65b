namespace Thimble.Diagnosis.Rules;

/// <summary>ReLU behind the last weights: no score can be negative, and one that is zero gets no gradient.</summary>
internal static class RectifiedScoresRule
{
    public static IEnumerable<Finding> Find(TrainingPlan plan) =>
        from layer in plan.Network.Layers.Reverse().TakeWhile(layer => !layer.Traits.HasWeights)
        where layer.Traits.CutsAtZero
        select new Finding(
            "rectified-scores",
            $"{layer.Label()} cuts off the scores of the classes at zero",
            "There are no weights behind it: a class whose score is zero for an image gets no gradient from it, and a probability "
            + "near zero needs another score to be large",
            Confidence.Certain,
            Severity.Problem,
            "Remove it; the loss takes scores of any sign.");
}
