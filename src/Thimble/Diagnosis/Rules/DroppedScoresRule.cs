namespace Thimble.Diagnosis.Rules;

/// <summary>Dropout behind the last weights sets scores of classes to zero, the right class's among them.</summary>
internal static class DroppedScoresRule
{
    public static IEnumerable<Finding> Find(TrainingPlan plan) =>
        from layer in plan.Network.Layers.Reverse().TakeWhile(layer => !layer.Traits.HasWeights)
        where layer.Traits.DropRate > 0
        select new Finding(
            "dropped-scores",
            $"{layer.Label()} drops the scores of the classes themselves",
            $"There are no weights behind it: in training the right class's score is set to zero with probability {layer.Traits.DropRate:0.###}",
            Confidence.Certain,
            Severity.Problem,
            "Put it before the last layer of weights.");
}
