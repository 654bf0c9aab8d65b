using Thimble.Training;

namespace Thimble.Lab.Tests;

/// <summary>Stops a training as soon as an epoch is over.</summary>
internal sealed class StopAfterEpoch(CancellationTokenSource stop) : ITrainingObserver
{
    public void OnEpoch(EpochResult epoch, Network network) => stop.Cancel();
}
