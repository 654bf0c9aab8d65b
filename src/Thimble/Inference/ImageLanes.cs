using Thimble.Engine.Images;

namespace Thimble;

/// <summary>Lanes that are free: callers on any number of threads take one and put it back.</summary>
/// <remarks>None is thrown away: to compile the network again costs more than a lane's memory, and there are never more lanes than
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

/// <summary>What one caller at a time needs to classify one image: memory of its own, reserved once.</summary>
internal sealed unsafe class ImageLane
{
    private readonly PixelBatch _image;
    private readonly float[] _logits;
    private readonly SingleImagePass _pass;

    /// <summary>Compiles the network, whose weights must not change afterwards.</summary>
    public ImageLane(Network network, Normalization normalization)
    {
        _image = new(network.Definition.Input, normalization);
        _logits = new float[network.Definition.ClassCount];
        _pass = SingleImagePass.Of(network);
        _pass.Prepare();
    }

    /// <summary>The network's outputs for an image; valid until the next call.</summary>
    public ReadOnlySpan<float> Logits(ReadOnlySpan<byte> pixels)
    {
        fixed (byte* first = pixels)
        {
            _image.PointTo(first, count: 1);
            _pass.Run(_image, sample: 0, _logits);
        }

        return _logits;
    }
}
