using Thimble.Data;
using Thimble.Networks;

namespace Thimble.Inference;

/// <summary>Lanes that are free: callers on any number of threads take one and put it back.</summary>
/// <remarks>None is thrown away: to compile the network anew costs more than a lane's memory, and there are never more lanes than
/// there were callers at once.</remarks>
internal sealed class ImageLanes(Network network, Normalization normalization)
{
    private readonly Lock _lock = new();
    private readonly Stack<ImageLane> _free = [];

    /// <summary>A lane that no one else has. A new one is made only where more callers are at work than ever before.</summary>
    public ImageLane Take()
    {
        lock (_lock)
        {
            if (_free.TryPop(out ImageLane? lane))
                return lane;
        }

        return new(network, normalization);
    }

    /// <summary>Puts a lane back.</summary>
    public void Return(ImageLane lane)
    {
        lock (_lock)
            _free.Push(lane);
    }
}
