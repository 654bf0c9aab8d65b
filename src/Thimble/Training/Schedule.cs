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
