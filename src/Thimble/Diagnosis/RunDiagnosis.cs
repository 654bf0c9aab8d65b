using Thimble.Diagnosis.Rules;

namespace Thimble.Diagnosis;

/// <summary>What can be known of a run after it.</summary>
public static class RunDiagnosis
{
    private static readonly Func<TrainedRun, IEnumerable<Finding>>[] All =
    [
        NotLearningRule.Find,
        ErasingCeilingRule.Find,
        UnderfittingRule.Find,
        OverfittingRule.Find,
        OscillationRule.Find,
        StepTimingRule.Find,
        PlateauRule.Find,
        StableFinishRule.Find,
        NoiseFloorRule.Find,
        BestEpochOptimismRule.Find,
        HeldBackRule.Find,
        DeadUnitRule.Find,
        ConstantChannelRule.Find,
        GradientSizeRule.Find,
        BatchStatisticsRule.Find,
    ];

    /// <summary>Looks for everything that the rules know, the weightiest first; nothing is found in a run without an epoch.</summary>
    /// <param name="run">What was trained, and what each epoch brought.</param>
    public static IReadOnlyList<Finding> Of(TrainedRun run) =>
        run.Epochs.Count == 0 ? [] : Finding.Sorted(All.SelectMany(find => find(run)));
}
