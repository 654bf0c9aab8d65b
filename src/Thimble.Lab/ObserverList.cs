using Thimble.Networks;
using Thimble.Training;

namespace Thimble.Cli.Display;

/// <summary>Tells several observers, in order.</summary>
internal sealed class ObserverList(params IReadOnlyList<ITrainingObserver> observers) : ITrainingObserver
{
    /// <inheritdoc/>
    public void OnBatch(in BatchProgress progress)
    {
        // By index: an enumerator would be allocated at every batch.
        for (int i = 0; i < observers.Count; i++)
            observers[i].OnBatch(progress);
    }

    /// <inheritdoc/>
    public void OnEpoch(EpochResult epoch, Network network)
    {
        foreach (ITrainingObserver observer in observers)
            observer.OnEpoch(epoch, network);
    }

    /// <inheritdoc/>
    public void OnCheckpoint(TrainingCheckpoint checkpoint)
    {
        foreach (ITrainingObserver observer in observers)
            observer.OnCheckpoint(checkpoint);
    }
}
