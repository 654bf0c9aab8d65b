using Thimble.Diagnosis.Rules;
using Thimble.Training;

namespace Thimble.Diagnosis;

/// <summary>Everything that is known about a network and its recipe before it is trained.</summary>
public static class NetworkDiagnosis
{
    // A new rule is a method in Rules/ and a line here. Findings that weigh the same keep this order.
    internal static IReadOnlyList<Func<TrainingPlan, IEnumerable<Finding>>> Rules { get; } =
    [
        DataRules.OneClass,
        DataRules.MissingClasses,
        DataRules.RepeatedImages,
        DataRules.NearDuplicates,
        DataRules.SuspectLabels,
        DataRules.Imbalance,
        DataRules.UnjudgedClasses,
        DropoutRules.ErasingBottlenecks,
        CostRules.ParameterBudget,
        CostRules.EpochBudget,
        DeviceRules.DeviceBudget,
        DropoutRules.DroppedScores,
        StructureRules.RectifiedScores,
        NormalizationRules.SmallBatch,
        StructureRules.MissingNonlinearity,
        NormalizationRules.Missing,
        NormalizationRules.VarianceShift,
        NormalizationRules.RedundantBias,
        OptimizationRules.LearningRate,
        OptimizationRules.Schedule,
        WindowRules.CoveringTheImage,
        WindowRules.PoolPlacement,
        CostRules.Layers,
        NormalizationRules.Order,
        OptimizationRules.DecayedNormalization,
        WindowRules.UnseenBorder,
        StructureRules.IdleLayers,
    ];

    /// <summary>Applies every rule, the weightiest first.</summary>
    /// <param name="network">The network.</param>
    /// <param name="recipe">How it is to be trained.</param>
    /// <param name="budget">What is asked of it.</param>
    public static IReadOnlyList<Finding> Of(NetworkDefinition network, Recipe recipe, Budget budget) => Of(network, recipe, budget, data: null);

    /// <summary>Applies every rule, those about data included.</summary>
    internal static IReadOnlyList<Finding> Of(NetworkDefinition network, Recipe recipe, Budget budget, DataStatistics? data)
    {
        var plan = new TrainingPlan(network, recipe, budget, data);
        return Finding.Sorted(Contradictions.Resolve(Rules.SelectMany(find => find(plan))));
    }
}
