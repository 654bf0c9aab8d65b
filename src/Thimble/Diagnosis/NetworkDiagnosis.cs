using Thimble.Diagnosis.Rules;
using Thimble.Networks;
using Thimble.Training;

namespace Thimble.Diagnosis;

/// <summary>What can be known of a network and its recipe before it is trained.</summary>
public static class NetworkDiagnosis
{
    private static readonly Func<TrainingPlan, IEnumerable<Finding>>[] All =
    [
        ErasingBottleneckRule.Find,
        ParameterBudgetRule.Find,
        EpochBudgetRule.Find,
        DroppedScoresRule.Find,
        RectifiedScoresRule.Find,
        SmallBatchRule.Find,
        MissingNonlinearityRule.Find,
        MissingNormalizationRule.Find,
        VarianceShiftRule.Find,
        RedundantBiasRule.Find,
        LearningRateRule.Find,
        ScheduleRule.Find,
        ReceptiveFieldRule.Find,
        PoolPlacementRule.Find,
        LayerCostRule.Find,
        NormalizationOrderRule.Find,
        WeightDecayRule.Find,
        UnseenBorderRule.Find,
        IdleLayerRule.Find,
    ];

    /// <summary>Looks for everything that the rules know, the weightiest first.</summary>
    /// <param name="network">The network.</param>
    /// <param name="recipe">How it is to be trained.</param>
    /// <param name="budget">What is asked of it.</param>
    public static IReadOnlyList<Finding> Of(NetworkDefinition network, Recipe recipe, Budget budget)
    {
        var plan = new TrainingPlan(network, recipe, budget);
        return Finding.Sorted(All.SelectMany(find => find(plan)));
    }
}
