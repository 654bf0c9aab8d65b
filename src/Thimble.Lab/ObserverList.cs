using Thimble.Training;

namespace Thimble.Lab;

/// <summary>Tells several observers, in order; null is nobody.</summary>
internal sealed class ObserverList(params ITrainingObserver?[] observers) : ITrainingObserver
{
    private readonly ITrainingObserver[] _observers = [.. observers.OfType<ITrainingObserver>()];

    /// <inheritdoc/>
    public void OnBatch(in BatchProgress progress)
    {
        foreach (ITrainingObserver observer in _observers)
            observer.OnBatch(progress);
    }

    /// <inheritdoc/>
    public void OnEpoch(EpochResult epoch, Network network)
    {
        foreach (ITrainingObserver observer in _observers)
            observer.OnEpoch(epoch, network);
    }

    /// <inheritdoc/>
    public void OnCheckpoint(TrainingCheckpoint checkpoint)
    {
        foreach (ITrainingObserver observer in _observers)
            observer.OnCheckpoint(checkpoint);
    }
}
