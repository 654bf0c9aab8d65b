namespace Thimble.Training;

/// <summary>Is told what happens in a run, on the thread that trains. An observer looks; it does not change the run.</summary>
public interface ITrainingObserver
{
    /// <summary>After every batch.</summary>
    void OnBatch(in BatchProgress progress)
    {
    }

    /// <summary>After every epoch, while <paramref name="network"/> holds the weights that were evaluated.</summary>
    /// <param name="epoch">What the epoch brought.</param>
    /// <param name="network">The network, with the weights that <see cref="EpochResult.Evaluated"/> speaks of.</param>
    void OnEpoch(EpochResult epoch, Network network)
    {
    }

    /// <summary>After <see cref="OnEpoch"/>: all that is needed to resume from here another time.</summary>
    /// <param name="checkpoint">The run between this epoch and the next.</param>
    void OnCheckpoint(TrainingCheckpoint checkpoint)
    {
    }
}
