using Thimble.Data;
using Thimble.Networks;

namespace Thimble.Inference;

/// <summary>Lanes that are free, one for each processor: callers on any number of threads take one and put it back.</summary>
internal sealed class ImageLanes(Network network, Normalization normalization) : IDisposable
{
    private readonly ImageLane?[] _free = new ImageLane?[Environment.ProcessorCount];

    /// <summary>A lane that no one else has. A new one is made only where more callers are at work than ever before.</summary>
    public ImageLane Take()
    {
        for (int i = 0; i < _free.Length; i++)
        {
            if (_free[i] is not null && Interlocked.Exchange(ref _free[i], null) is { } lane)
                return lane;
        }

        return new(network, normalization);
    }

    /// <summary>Puts a lane back.</summary>
    public void Return(ImageLane lane)
    {
        for (int i = 0; i < _free.Length; i++)
        {
            if (_free[i] is null && Interlocked.CompareExchange(ref _free[i], lane, null) is null)
                return;
        }

        lane.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        for (int i = 0; i < _free.Length; i++)
            Interlocked.Exchange(ref _free[i], null)?.Dispose();
    }
}
