namespace Thimble.Training;

/// <summary>The learning rate over a run, as a function of the step: no state, so a resumed run needs none.</summary>
public abstract record Schedule
{
    /// <summary>The rate for one step.</summary>
    /// <param name="step">Where the run is.</param>
    /// <param name="baseRate">The optimizer's learning rate.</param>
    public abstract double LearningRate(ScheduleStep step, double baseRate);

    /// <summary>The momentum for one step (Adam: beta1), or null to leave the optimizer's own.</summary>
    /// <param name="step">Where the run is.</param>
    public virtual double? Momentum(ScheduleStep step) => null;
}

/// <summary>Where a run is.</summary>
/// <param name="Step">Steps taken before this one, over all epochs.</param>
/// <param name="StepsPerEpoch">Steps in an epoch.</param>
/// <param name="Epochs">Epochs in the run.</param>
public readonly record struct ScheduleStep(int Step, int StepsPerEpoch, int Epochs)
{
    /// <summary>Steps in the run.</summary>
    public int TotalSteps => StepsPerEpoch * Epochs;

    /// <summary>Epochs completed before this step.</summary>
    public int Epoch => Step / StepsPerEpoch;
}
