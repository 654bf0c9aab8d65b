using Thimble.Diagnosis.Rules;

namespace Thimble.Diagnosis;

/// <summary>Everything that is known about a run after it.</summary>
internal static class RunDiagnosis
{
    // A new rule is a method in Rules/ and a line here, or in the list below if it needs no figures. Findings that weigh the same keep this order.
    internal static IReadOnlyList<Func<TrainedRun, IEnumerable<Finding>>> Rules { get; } =
    [
        FitRules.NotLearning,
        DropoutRules.ErasingCeiling,
        FitRules.Underfitting,
        FitRules.Overfitting,
        NoiseRules.Oscillation,
        OptimizationRules.StepTiming,
        NoiseRules.Plateau,
        NoiseRules.StableFinish,
        NoiseRules.NoiseFloor,
        NoiseRules.BestEpochOptimism,
        FitRules.HeldBack,
        ChannelRules.DeadUnits,
        ChannelRules.ConstantChannels,
        ChannelRules.GradientSizes,
        NormalizationRules.RunningStatistics,
    ];

    /// <summary>The rules for any run, also one that broke off: its figures say nothing about a training.</summary>
    internal static IReadOnlyList<Func<TrainedRun, IEnumerable<Finding>>> RulesOfAnyRun { get; } = [OptimizationRules.Divergence];

    /// <summary>Applies every rule, the weightiest first.</summary>
    /// <param name="run">What was trained, and what each epoch brought.</param>
    /// <param name="plan">What was known before, whose findings are resolved together with the run's; null to leave them out.</param>
    public static IReadOnlyList<Finding> Of(TrainedRun run, TrainingPlan? plan = null)
    {
        IEnumerable<Finding> found = RulesOfAnyRun.SelectMany(find => find(run));
        if (run.Divergence is null && run.Epochs.Count > 0)
            found = found.Concat(Rules.SelectMany(find => find(run)));
        if (plan is not null)
            found = found.Concat(NetworkDiagnosis.Rules.SelectMany(find => find(plan)));
        return Finding.Sorted(Contradictions.Resolve(found));
    }
}
