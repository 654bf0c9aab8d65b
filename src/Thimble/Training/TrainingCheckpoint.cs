namespace Thimble.Training;

/// <summary>
/// All that a training run is between two epochs. Randomness and schedules are functions of the epoch and the step, so
/// resuming from here gives the bits of a run that was never stopped.
/// </summary>
/// <param name="Epoch">The epoch that has been completed, from 1.</param>
/// <param name="Values">The weights that are trained, laid out as the network's.</param>
/// <param name="BufferValues">The running statistics, laid out as the network's.</param>
/// <param name="BatchesTracked">Batches that the running statistics have seen.</param>
/// <param name="OptimizerState">What the optimizer remembers: one array a kind, each as long as the weights.</param>
/// <param name="OptimizerSteps">The steps that it has taken.</param>
/// <param name="Average">The average of the weights, if the recipe keeps one.</param>
public sealed record TrainingCheckpoint(
    int Epoch,
    float[] Values,
    float[] BufferValues,
    long BatchesTracked,
    IReadOnlyList<float[]> OptimizerState,
    int OptimizerSteps,
    AverageCheckpoint? Average)
{
    /// <summary>Training images that the late epochs up to here got wrong; null before the first of them, and in a checkpoint that was made before this was kept.</summary>
    internal LateMistakes? LateMistakes { get; init; }
}

/// <summary>An exponential average of weights between two epochs.</summary>
/// <param name="Values">The averaged weights.</param>
/// <param name="BufferValues">The averaged running statistics.</param>
/// <param name="Steps">The steps that went into them.</param>
public sealed record AverageCheckpoint(float[] Values, float[] BufferValues, int Steps);
