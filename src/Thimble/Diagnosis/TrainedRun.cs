using Thimble.Networks;
using Thimble.Training;

namespace Thimble.Diagnosis;

/// <summary>A run as its diagnosis sees it.</summary>
/// <param name="Network">The network.</param>
/// <param name="Recipe">How it was trained.</param>
/// <param name="Budget">What was asked of it.</param>
/// <param name="Epochs">What each completed epoch brought, in order.</param>
/// <param name="Statistics">What was measured on the trained network, if it was; without it fewer things can be found.</param>
public sealed record TrainedRun(
    NetworkDefinition Network,
    Recipe Recipe,
    Budget Budget,
    IReadOnlyList<EpochResult> Epochs,
    TrainingStatistics? Statistics = null);
