namespace Thimble.Training;

/// <summary>Where an epoch stands after a batch.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Batch">The batch within the epoch, from 0.</param>
/// <param name="BatchCount">Batches in the epoch.</param>
/// <param name="Loss">The batch's mean loss.</param>
/// <param name="Accuracy">The share of images so far in the epoch whose class was found, 0 to 1, as they were trained on.</param>
/// <param name="Images">Images so far in the epoch.</param>
/// <param name="Elapsed">Time since the epoch began.</param>
public readonly record struct BatchProgress(
    int Epoch, int Batch, int BatchCount, double Loss, double Accuracy, int Images, TimeSpan Elapsed)
{
    /// <summary>Images a second so far in the epoch.</summary>
    public double ImagesPerSecond => Elapsed > TimeSpan.Zero ? Images / Elapsed.TotalSeconds : 0;

    /// <summary>The time that the rest of the epoch's batches will take at this pace.</summary>
    public TimeSpan Remaining => Elapsed / (Batch + 1) * (BatchCount - Batch - 1);
}
