namespace Thimble.Training;

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
