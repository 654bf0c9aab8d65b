using Thimble.Diagnosis.Rules;

namespace Thimble.Diagnosis;

/// <summary>Everything that is known about a run after it.</summary>
internal static class RunDiagnosis
{
    // A new rule is a method in Rules/ and a line here. Findings that weigh the same keep this order.
    internal static IReadOnlyList<Func<TrainedRun, IEnumerable<Finding>>> Rules { get; } =
    [
        OptimizationRules.Divergence,
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

    /// <summary>Applies every rule, the weightiest first; nothing is found in a run without an epoch.</summary>
    /// <param name="run">What was trained, and what each epoch brought.</param>
    public static IReadOnlyList<Finding> Of(TrainedRun run)
    {
        // What the figures of a run show that broke off says nothing about a training.
        if (run.Divergence is not null)
            return Finding.Sorted(OptimizationRules.Divergence(run));
        return run.Epochs.Count == 0 ? [] : Finding.Sorted(Contradictions.Settle(Rules.SelectMany(find => find(run))));
    }
}
